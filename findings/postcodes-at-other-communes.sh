#!/usr/bin/env bash
# npm codes-postaux 4.1.2 (MIT; French postcodes of the DGFiP and INSEE) lists postcodes at communes that never had them: 76600 of Le
# Havre at Rouen, 97433 (Salazie) at Saint-Paul of La Réunion. npm @etalab/decoupage-administratif 6.0.0, of the same publisher, lists
# neither pair. Surprising: both call themselves the list of postcodes of a commune, so one expects to use either for a check of
# "does this postcode belong to this town"; with the first, a certain mismatch passes.
# Output seen:
#   codes-postaux 76600: Le Havre, Rouen
#   decoupage-administratif 76600: Le Havre
#   codes-postaux 97433: La Possession, Saint-Paul, Salazie
#   decoupage-administratif 97433: Salazie
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent codes-postaux@4.1.2 @etalab/decoupage-administratif@6.0.0 > /dev/null
mkdir post official
tar -xzf codes-postaux-4.1.2.tgz -C post package/codes-postaux.json
tar -xzf etalab-decoupage-administratif-6.0.0.tgz -C official package/data/communes.json
cat > compare.mjs <<'JS'
import { readFileSync } from 'node:fs';
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const post = json('post/package/codes-postaux.json');
const official = json('official/package/data/communes.json').filter(({ type }) => type === 'commune-actuelle');
for (const postcode of ['76600', '97433']) {
  const inPost = post.filter(({ codePostal }) => codePostal === postcode).map(({ nomCommune }) => nomCommune);
  const inOfficial = official.filter(({ codesPostaux = [] }) => codesPostaux.includes(postcode)).map(({ nom }) => nom);
  console.log(`codes-postaux ${postcode}: ${[...new Set(inPost)].sort().join(', ')}`);
  console.log(`decoupage-administratif ${postcode}: ${inOfficial.sort().join(', ')}`);
}
JS
found=$(node compare.mjs)
echo "$found"
[ "$found" = 'codes-postaux 76600: Le Havre, Rouen
decoupage-administratif 76600: Le Havre
codes-postaux 97433: La Possession, Saint-Paul, Salazie
decoupage-administratif 97433: Salazie' ]
