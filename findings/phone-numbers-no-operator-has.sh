#!/usr/bin/env bash
# npm libphonenumber-js 1.13.16 calls the mobile number of La Réunion "0692 86 12 34", typed with the country France, a valid French number and
# writes +33692861234. No operator has that number: France's own plan reserves 0692 for La Réunion, which is reached by +262.
#
# A good guess is that `isValid()` of the default entry knows a country's ranges. The default entry ("min") checks the length alone. The entries
# "max" and "mobile" and PyPI phonenumbers 9.0.43 (the full metadata of Google's library) refuse the number, and none of them names +262,
# although people in La Réunion, Mayotte, Guadeloupe, Guyane and Martinique write their number as it is dialled from all of France.
# Output seen: min +33692861234 true · max +33692861234 false · mobile +33692861234 false · phonenumbers False · +262692861234 RE true
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . libphonenumber-js@1.13.16 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check phonenumbers==9.0.43
cat > numbers.mjs <<'JS'
import * as max from 'libphonenumber-js/max';
import * as min from 'libphonenumber-js/min';
import * as mobile from 'libphonenumber-js/mobile';
for (const [name, library] of Object.entries({ min, max, mobile })) {
  const number = library.parsePhoneNumberFromString('0692861234', 'FR');
  console.log(name, number.number, number.isValid());
}
const dialled = max.parsePhoneNumberFromString('+262692861234');
console.log(dialled.number, dialled.country, dialled.isValid());
JS
found=$(
  node numbers.mjs
  venv/bin/python -c 'import phonenumbers as p; print("phonenumbers", p.is_valid_number(p.parse("0692861234", "FR")))'
)
echo "$found"
[ "$found" = 'min +33692861234 true
max +33692861234 false
mobile +33692861234 false
+262692861234 RE true
phonenumbers False' ]
