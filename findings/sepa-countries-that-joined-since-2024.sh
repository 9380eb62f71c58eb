#!/usr/bin/env bash
# npm ibantools 4.5.4 (April 2026) and PyPI schwifty 2026.10.1 (October 2026) say that Albania, Moldova, Montenegro, North Macedonia and Serbia
# are not in SEPA.
#
# The European Payments Council admitted the five to the geographical scope of its schemes in November 2024, March 2025 and May 2025 (document EPC409-09), and
# banks there send and take SEPA transfers since October 2025 and May 2026. A good guess is that releases of 2026 know it. The two disagree about
# others that joined long ago: Guernsey, Jersey and the Isle of Man, and Guyane, a part of France, are out of SEPA by ibantools and in it by schwifty.
# A page that asks for a first SEPA transfer, and uses such a list to check the customer's bank, turns people away whose transfer would arrive.
# Output seen: AL, MD, ME, MK, RS false False · GG, JE, IM, GF false True · GI, VA true True · UA false False.
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ibantools@4.5.4 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check schwifty==2026.10.1
codes='AL MD ME MK RS GG JE IM GF GI VA UA'
cat > sepa.cjs <<'JS'
const { isSEPACountry } = require('ibantools');
for (const code of process.argv.slice(2)) console.log(code, isSEPACountry(code));
JS
cat > sepa.py <<'PY'
import sys
from schwifty import registry
for code in sys.argv[1:]:
    print(registry.get_iban_spec(code).in_sepa_zone)
PY
# shellcheck disable=SC2086
found=$(paste -d ' ' <(node sepa.cjs $codes) <(venv/bin/python sepa.py $codes))
echo "$found"
[ "$found" = 'AL false False
MD false False
ME false False
MK false False
RS false False
GG false True
JE false True
IM false True
GF false True
GI true True
VA true True
UA false False' ]
