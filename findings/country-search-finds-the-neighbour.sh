#!/usr/bin/env bash
# pycountry 26.2.16 (PyPI): search_fuzzy('Niger') returns Nigeria first, 'Kosovo' returns Serbia alone, and 'Turkey' returns nothing.
#
# The search looks for the word in official names and in the names of subdivisions too, and ranks by where it stands: a name that begins with the word is as good as
# the name itself, and "Niger" is also a state of Nigeria. A good guess is that the exact name of a country wins. The usual `search_fuzzy(text)[0]` then gives
# a customer born in Niamey the birth country Nigeria, and one with the nationality of Kosovo (XK in banking and passports) Serbia's. French names are
# not in the data: 'Maroc' and 'Turquie' raise LookupError, but 'Guyane' is found as a subdivision and returns France, not GF. countries.lookup, which looks for whole names
# only, says NE for Niger, and refuses the rest.
# Output seen: Niger NG,NE lookup NE · Korea KP,KR · Kosovo RS · Guyane FR · Turkey, Maroc nothing. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycountry==26.2.16
cat > search.py <<'PY'
from pycountry import countries
def codes(find):
    try:
        return ','.join(country.alpha_2 for country in find())
    except LookupError:
        return 'nothing'
for text in ['Niger', 'Korea', 'Kosovo', 'Guyane', 'Turkey', 'Maroc']:
    print(text, 'search', codes(lambda: countries.search_fuzzy(text)), 'lookup', codes(lambda: [countries.lookup(text)]))
PY
found=$(venv/bin/python search.py)
echo "$found"
[ "$found" = 'Niger search NG,NE lookup NE
Korea search KP,KR lookup nothing
Kosovo search RS lookup nothing
Guyane search FR lookup nothing
Turkey search nothing lookup nothing
Maroc search nothing lookup nothing' ]
