#!/usr/bin/env bash
# npm validator 13.15.35, `isPostalCode(text, 'FR')`, refuses French postcodes that people live at: 98800 (Nouméa), 98713 (Papeete), 98600
# (Wallis) and 00100 (a military postal sector). It accepts 20000 (Ajaccio) and 97150 (Saint-Martin), and 00501 is fine for the United States.
#
# La Poste serves them all by five digits, and a customer there writes "France" as the country: with 97150 accepted, a good guess is that the other
# overseas codes are too. The pattern allows a department of 01 to 97 or 2A and 2B alone. There is no other locale for them: 'NC', 'PF' and 'RE' throw
# "Invalid locale".
# Output seen: 98800 false · 98713 false · 98600 false · 00100 false · 20000 true · 97150 true · NC, PF, RE: Invalid locale
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . validator@13.15.35 > /dev/null
cat > codes.mjs <<'JS'
import validator from 'validator';
for (const code of ['98800', '98713', '98600', '00100', '20000', '97150']) console.log(code, validator.isPostalCode(code, 'FR'));
for (const locale of ['NC', 'PF', 'RE']) {
  try {
    console.log(locale, validator.isPostalCode('98800', locale));
  } catch (error) {
    console.log(locale, error.message);
  }
}
JS
found=$(node codes.mjs)
echo "$found"
[ "$found" = "98800 false
98713 false
98600 false
00100 false
20000 true
97150 true
NC Invalid locale 'NC'
PF Invalid locale 'PF'
RE Invalid locale 'RE'" ]
