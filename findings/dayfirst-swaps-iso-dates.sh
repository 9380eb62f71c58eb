#!/usr/bin/env bash
# python-dateutil 4.0.0 and pandas 3.1.1 (PyPI): with dayfirst=True, "1965-06-12T00:00:00Z" is the 6th of December 1965.
#
# A French backend sets dayfirst for what people type, 12/06/1965. A good guess is that a text that begins with a year of four digits is ISO 8601 whatever the option
# says, as the value of <input type="date"> and of every JSON interface is. Both take day and month in the order of the option there too, unless the day
# is over 12: the first twelve days of each month are swapped, the rest are right, so a test with the 31st is green. dateutil says nothing; pandas warns
# about the 13th alone, which it reads well. dateparser 1.5.0 with the same wish (DATE_ORDER DMY) leaves both ISO forms as they are.
# Output seen: dateutil and pandas 1965-12-06, dateparser 1965-06-12, for the date and the time stamp; 1965-06-13 by all. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==4.0.0 dateparser==1.5.0 pandas==3.1.1
cat > dates.py <<'PY'
import warnings
import dateparser, pandas
from dateutil.parser import parse
for text in ['12/06/1965', '1965-06-12', '1965-06-12T00:00:00Z', '1965-06-13']:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter('always')
        by_pandas = pandas.to_datetime(text, dayfirst=True)
    by_dateparser = dateparser.parse(text, languages=['fr'], settings={'DATE_ORDER': 'DMY'})
    by_dateutil = parse(text, dayfirst=True)
    print(text, f'dateutil {by_dateutil:%Y-%m-%d} dateparser {by_dateparser:%Y-%m-%d} pandas {by_pandas:%Y-%m-%d}', 'warned' if warned else 'silent')
PY
found=$(venv/bin/python dates.py)
echo "$found"
[ "$found" = '12/06/1965 dateutil 1965-06-12 dateparser 1965-06-12 pandas 1965-06-12 silent
1965-06-12 dateutil 1965-12-06 dateparser 1965-06-12 pandas 1965-12-06 silent
1965-06-12T00:00:00Z dateutil 1965-12-06 dateparser 1965-06-12 pandas 1965-12-06 silent
1965-06-13 dateutil 1965-06-13 dateparser 1965-06-13 pandas 1965-06-13 warned' ]
