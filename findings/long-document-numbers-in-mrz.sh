#!/usr/bin/env bash
# PyPI mrz 0.6.2, the usual Python checker of machine-readable zones, cuts the number of an identity card that has more than nine characters and
# reports the card as invalid. It does the same for a birth date whose day is unknown.
#
# ICAO Doc 9303, part 5: the first nine characters of a longer number stand in the field, "<" in place of its check digit, and the rest with the check
# digit follows in the optional data. The number of a Belgian identity card has twelve digits. Part 3: unknown parts of a date of
# birth are filled with "<". A good guess is that a checker of ICAO documents knows both. npm mrz 5.0.2 does: it joins the number and accepts.
# The cards below are invented, their check digits are right.
# Output seen: belgian: npm true 590330101085, PyPI False 590330101 · unknown-day: npm true, PyPI False · french: both true.
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . mrz@5.0.2 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mrz==0.6.2
cat > cards.py <<'PY'
import json
def digit(text):
    return str(sum((0 if c == '<' else int(c, 36)) * (7, 3, 1)[at % 3] for at, c in enumerate(text)) % 10)
def card(state, number, birth):
    first = f'ID{state}{number:<9}{digit(number)}' if len(number) <= 9 else f'ID{state}{number[:9]}<{number[9:]}{digit(number)}'
    first = first.replace(' ', '<').ljust(30, '<')
    second = f'{birth}{digit(birth)}F300101{digit("300101")}{state}'.ljust(29, '<')
    second += digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    return [first, second, 'EXEMPLE<<CLAIRE<MARIE'.ljust(30, '<')]
json.dump({
    'french': card('FRA', 'X4RTBPFW4', '850512'),
    'belgian': card('BEL', '590330101085', '850512'),
    'unknown-day': card('FRA', 'X4RTBPFW4', '8505<<'),
}, open('cards.json', 'w'))
PY
python3 cards.py
cat > check.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { parse } from 'mrz';
for (const [name, lines] of Object.entries(JSON.parse(readFileSync('cards.json')))) {
  const { valid, fields } = parse(lines);
  console.log(name, 'npm', valid, fields.documentNumber);
}
JS
cat > check.py <<'PY'
import json
from mrz.checker.td1 import TD1CodeChecker
for lines in json.load(open('cards.json')).values():
    checked = TD1CodeChecker('\n'.join(lines))
    print('PyPI', bool(checked), checked.fields().document_number)
PY
found=$(paste -d ' ' <(node check.mjs) <(venv/bin/python check.py))
cat cards.json; echo; echo "$found"
[ "$found" = 'french npm true X4RTBPFW4 PyPI True X4RTBPFW4
belgian npm true 590330101085 PyPI False 590330101
unknown-day npm true X4RTBPFW4 PyPI False X4RTBPFW4' ]
