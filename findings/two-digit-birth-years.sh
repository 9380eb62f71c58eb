#!/usr/bin/env bash
# Six date parsers put the birth year of "12/06/65" into different centuries: npm date-fns 4.4.0, dayjs 1.11.23 and Python's strptime say 2065, npm luxon 3.7.2 and
# chrono-node 2.10.3 and V8's Date say 1965.
#
# A good guess is that all follow POSIX (69 to 99 are of the last century), as strptime does. The last century begins with 50 in V8, 51 in chrono-node, 61 in luxon
# and 69 in dayjs; date-fns takes the year nearest to its reference date, so that its limit moves each year. None of them is about births, which never lie in the
# future. Between the form of one and the server of another one, the date of people from 58 to 76 years moves by a century.
# Output seen: 55: 2055 2055 2055 2055 1955 1955 · 65: 2065 2065 2065 1965 1965 1965 · 69: 2069 1969 1969 1969 1969 1969. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . date-fns@4.4.0 dayjs@1.11.23 luxon@3.7.2 chrono-node@2.10.3 > /dev/null
cat > years.cjs <<'JS'
const { execFileSync } = require('node:child_process');
const { fr } = require('chrono-node');
const { parse } = require('date-fns');
const dayjs = require('dayjs');
const { DateTime } = require('luxon');
dayjs.extend(require('dayjs/plugin/customParseFormat'));
const today = new Date(2026, 10, 30);
const strptime = "import sys, time; print(time.strptime(sys.argv[1], '%d/%m/%y').tm_year)";
for (const year of ['49', '55', '65', '69', '77']) {
  const date = `12/06/${year}`;
  const seen = {
    'date-fns': parse(date, 'dd/MM/yy', today).getFullYear(),
    dayjs: dayjs(date, 'DD/MM/YY').year(),
    strptime: execFileSync('python3', ['-c', strptime, date], { encoding: 'utf8' }).trim(),
    luxon: DateTime.fromFormat(date, 'dd/MM/yy').year,
    'chrono-node': fr.parseDate(date, today).getFullYear(),
    Date: new Date(`06/12/${year}`).getFullYear(),
  };
  console.log(year, ...Object.entries(seen).flat());
}
JS
found=$(node years.cjs)
echo "$found"
[ "$found" = '49 date-fns 2049 dayjs 2049 strptime 2049 luxon 2049 chrono-node 2049 Date 2049
55 date-fns 2055 dayjs 2055 strptime 2055 luxon 2055 chrono-node 1955 Date 1955
65 date-fns 2065 dayjs 2065 strptime 2065 luxon 1965 chrono-node 1965 Date 1965
69 date-fns 2069 dayjs 1969 strptime 1969 luxon 1969 chrono-node 1969 Date 1969
77 date-fns 1977 dayjs 1977 strptime 1977 luxon 1977 chrono-node 1977 Date 1977' ]
