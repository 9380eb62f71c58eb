#!/usr/bin/env bash
# Intl.DisplayNames names a withdrawn ISO 3166-1 code after one successor state, and i18n-iso-countries 7.14.0 (npm) knows none of them.
#
# A birth country list built by asking "does this code have a name?" (the usual loop over AA..ZZ) takes codes that no provider accepts and shows
# them as doubles: SU is "Russia" (for a person born in Kyiv too), YU and CS are "Serbia", AN is "Curaçao", ZR is "Congo - Kinshasa", UK is
# "United Kingdom", and user-assigned or grouping codes such as EU, UN, QO have names as well, while NT and PC have none although
# Intl.Locale maps both to a country. The fallback 'none' does not help: it only hides codes without a name.
# Seen with Node 20.20 (ICU 77 or near); the list has to be a fixed list of assigned codes, not a question to Intl.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund i18n-iso-countries@7.14.0
cat > names.cjs <<'JS'
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const iso = require('i18n-iso-countries');
const codes = ['SU', 'YU', 'CS', 'DD', 'ZR', 'AN', 'UK', 'EU', 'QO', 'NT'];
const rows = codes.map((code) => `${code} Intl=${names.of(code) ?? '-'} iso=${iso.getName(code, 'en') ?? '-'}`);
console.log(rows.join('\n'));
const expected = {
  SU: 'Russia', YU: 'Serbia', CS: 'Serbia', DD: 'Germany', ZR: 'Congo - Kinshasa', AN: 'Curaçao',
  UK: 'United Kingdom', EU: 'European Union', QO: 'Outlying Oceania', NT: undefined,
};
for (const code of codes) {
  if (names.of(code) !== expected[code]) throw new Error(`the name of ${code} changed`);
  if (iso.getName(code, 'en') !== undefined) throw new Error(`i18n-iso-countries now knows ${code}`);
}
const all = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].flatMap((a) => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((b) => a + b));
const named = all.filter((code) => names.of(code) !== undefined);
const doubles = named.length - new Set(named.map((code) => names.of(code))).size;
console.log(`${named.length} of 676 pairs have a name, ${doubles} of them a name that another code has; ${Object.keys(iso.getAlpha2Codes()).length} are in i18n-iso-countries`);
if (doubles < 10) throw new Error('fewer doubles than seen');
JS
node names.cjs
