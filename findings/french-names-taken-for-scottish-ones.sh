#!/usr/bin/env bash
# Libraries that restore capitals in names print "MacRon": npm namecase 1.1.2 and PyPI nameparser 2.6.0.
#
# Machine-readable zones, civil registers and bank files have names in capitals, so a welcome text needs small letters again. Both libraries treat "Mac" as a Scottish
# prefix. A good guess is that this needs a known Scottish name, or that French ones are excepted. namecase excepts some Italian and Portuguese names (Machado) but no
# French ones; nameparser, told to by capitalize(force=True), excepts none. Neither can be right about MACKENZIE without being wrong about
# MACRON, MACQUET and MACLOT. With the apostrophe of print (U+2019), namecase also writes "D’artagnan", and "D'Artagnan" with the one of a keyboard.
# Output seen: see the table at the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . namecase@1.1.2 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nameparser==2.6.0
cat > names <<'TXT'
MACRON
MACQUET
MACLOT
MACAIRE
MACHADO
MACKENZIE
D'ARTAGNAN
D’ARTAGNAN
TXT
cat > names.cjs <<'JS'
const namecase = require('namecase');
for (const name of require('node:fs').readFileSync('names', 'utf8').trim().split('\n')) console.log(name, 'namecase', namecase(name));
JS
cat > names.py <<'PY'
from nameparser import HumanName
for line in open('names', encoding='utf-8').read().split():
    name = HumanName(last=line)
    name.capitalize(force=True)
    print('nameparser', name.last)
PY
found=$(paste -d ' ' <(node names.cjs) <(venv/bin/python names.py))
echo "$found"
[ "$found" = "MACRON namecase MacRon nameparser MacRon
MACQUET namecase MacQuet nameparser MacQuet
MACLOT namecase MacLot nameparser MacLot
MACAIRE namecase MacAire nameparser MacAire
MACHADO namecase Machado nameparser MacHado
MACKENZIE namecase MacKenzie nameparser MacKenzie
D'ARTAGNAN namecase D'Artagnan nameparser D'Artagnan
D’ARTAGNAN namecase D’artagnan nameparser D’Artagnan" ]
