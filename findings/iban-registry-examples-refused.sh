#!/usr/bin/env bash
# Three libraries refuse examples that the IBAN registry itself prints: npm validator 13.15.35 (Belarus, and 9 countries it does not have), npm iban 0.0.14
# (those 9 countries) and PyPI python-stdnum 2.2 (Belgium).
#
# ISO 13616's registry (SWIFT, public) gives one valid IBAN for each country. A good guess is that a library takes them all. Belarus writes the bank as
# four letters or digits and the account as sixteen ("4!c4!n16!c"): validator wants digits in the account. Belgium's example has a bank number that
# no bank has: stdnum looks it up in a table of today's banks, which makes every newly founded bank an error until the next release. ibantools 4.5.4 and
# schwifty 2026.10.1 take all of them.
# Output seen: see the table at the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . validator@13.15.35 iban@0.0.14 ibantools@4.5.4 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-stdnum==2.2 schwifty==2026.10.1
cat > examples <<'TXT'
BE68539007547034
BI4210000100010000332045181
BY13NBRB3600900000002Z00AB00
DJ2100010000000154000100186
FR1420041010050500013M02606
LY83002048000020100120361
MN121234123456789123
NI45BAPR00000013000003558124
OM810180000001299123456
RU0304452522540817810538091310419
SO211000001001000100141
YE15CBYE0001018861234567891234
TXT
cat > check.cjs <<'JS'
const examples = require('node:fs').readFileSync('examples', 'utf8').trim().split('\n');
const word = (taken) => (taken ? 'taken' : 'refused');
for (const iban of examples)
  console.log(iban.slice(0, 2), 'validator', word(require('validator').isIBAN(iban)), 'iban', word(require('iban').isValid(iban)), 'ibantools', word(require('ibantools').isValidIBAN(iban)));
JS
cat > check.py <<'PY'
from schwifty import IBAN
from stdnum import iban as stdnum
for iban in open('examples').read().split():
    print('stdnum', 'taken' if stdnum.is_valid(iban) else 'refused', 'schwifty', 'taken' if IBAN(iban, allow_invalid=True).is_valid else 'refused')
PY
found=$(paste -d ' ' <(node check.cjs) <(venv/bin/python check.py))
echo "$found"
[ "$found" = 'BE validator taken iban taken ibantools taken stdnum refused schwifty taken
BI validator refused iban refused ibantools taken stdnum taken schwifty taken
BY validator refused iban taken ibantools taken stdnum taken schwifty taken
DJ validator refused iban refused ibantools taken stdnum taken schwifty taken
FR validator taken iban taken ibantools taken stdnum taken schwifty taken
LY validator refused iban refused ibantools taken stdnum taken schwifty taken
MN validator refused iban refused ibantools taken stdnum taken schwifty taken
NI validator refused iban refused ibantools taken stdnum taken schwifty taken
OM validator refused iban refused ibantools taken stdnum taken schwifty taken
RU validator refused iban refused ibantools taken stdnum taken schwifty taken
SO validator refused iban refused ibantools taken stdnum taken schwifty taken
YE validator refused iban refused ibantools taken stdnum taken schwifty taken' ]
