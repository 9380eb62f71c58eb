#!/usr/bin/env bash
# Four well-known checks of an IBAN do not agree about a French one whose national key ("clé RIB") is wrong while its own two check digits are
# right: npm validator 13.15.35 and PyPI python-stdnum 2.2 accept it, npm ibantools 4.5.4 and PyPI schwifty 2026.10.1 refuse it.
#
# The number is synthetic: bank 30006, branch 00001, account 12345678901, key 00 in place of 89, then new check digits by ISO 7064.
# A good guess is that all of them check either ISO 13616 alone or the national key too. Two of the four do each:
# a page that checks the customer's IBAN by one library and a server that checks it by another one send the customer in a circle.
# Output seen: validator true · ibantools false · stdnum True · schwifty InvalidBBANChecksum; all accept FR7630006000011234567890189.
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . validator@13.15.35 ibantools@4.5.4 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-stdnum==2.2 schwifty==2026.10.1
cat > numbers.mjs <<'JS'
import * as ibantools from 'ibantools';
import validator from 'validator';
for (const iban of process.argv.slice(2)) console.log('validator', validator.isIBAN(iban), 'ibantools', ibantools.isValidIBAN(iban));
JS
cat > numbers.py <<'PY'
import sys
import schwifty, stdnum.iban
for iban in sys.argv[1:]:
    try:
        verdict = schwifty.IBAN(iban, validate_bban=True).is_valid
    except Exception as error:
        verdict = type(error).__name__
    print('stdnum', stdnum.iban.is_valid(iban), 'schwifty', verdict)
PY
numbers=(FR7630006000011234567890189 FR5430006000011234567890100)
found=$(
  node numbers.mjs "${numbers[@]}"
  venv/bin/python numbers.py "${numbers[@]}"
)
echo "$found"
[ "$found" = 'validator true ibantools true
validator true ibantools false
stdnum True schwifty True
stdnum True schwifty InvalidBBANChecksum' ]
