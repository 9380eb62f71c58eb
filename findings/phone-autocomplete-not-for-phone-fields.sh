#!/usr/bin/env bash
# HTML forbids autocomplete="tel-national" and "one-time-code" on <input type="tel">: npm vnu-jar 26.9.27 (the W3C checker) and html-validate 10.17.0 refuse them, npm
# axe-core 4.14.1 passes them.
#
# A form with a field for the country code and one for the national number is the obvious use of "tel-national", and a telephone keyboard that of
# "one-time-code". A good guess is that a telephone token fits a telephone field. The HTML standard puts "tel" alone into its group "Tel", and its
# parts ("tel-national", "tel-country-code" and so on) into groups that type=tel does not belong to; "postal-code" is in the same group of texts.
# "street-address" is for a textarea, "address-line1" for an input; "bday" may be in a text field, but not in one of type=month. axe-core's rule
# autocomplete-valid, which the usual accessibility test runs, knows the tokens and not these pairs: its green says nothing about them.
# Needs java from the distribution. Output seen: see the table at the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund vnu-jar@26.9.27 html-validate@10.17.0 axe-core@4.14.1 jsdom@29.1.1 > /dev/null
cat > check.mjs <<'JS'
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { HtmlValidate } from 'html-validate';
import { JSDOM } from 'jsdom';
const pairs = [
  ['tel', 'tel'], ['tel', 'tel-national'], ['text', 'tel-national'], ['tel', 'one-time-code'], ['text', 'one-time-code'],
  ['tel', 'postal-code'], ['text', 'street-address'], ['text', 'address-line1'], ['text', 'bday'], ['month', 'bday'], ['text', 'no-such-token'],
];
const validator = new HtmlValidate({ rules: { 'valid-autocomplete': 'error' } });
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const rows = await Promise.all(pairs.map(async ([type, token], index) => {
  const input = `<label>x <input type="${type}" autocomplete="${token}"></label>`;
  const page = `<!DOCTYPE html><html lang="fr"><head><title>x</title></head><body><form>${input}</form></body></html>`;
  writeFileSync(`page-${index}.html`, page);
  return { name: `${type} ${token}`, file: `page-${index}.html`, page, byHtmlValidate: (await validator.validateString(page)).valid };
}));
const jar = ['-jar', 'node_modules/vnu-jar/build/dist/vnu.jar', '--errors-only', '--format', 'gnu'];
const { stderr } = spawnSync('java', [...jar, ...rows.map(({ file }) => file)], { encoding: 'utf8' });
const word = (fine) => (fine ? 'fine' : 'refused');
for (const { name, file, page, byHtmlValidate } of rows) {
  const { window } = new JSDOM(page, { runScripts: 'outside-only', pretendToBeVisual: true });
  window.eval(axe);
  const { violations } = await window.axe.run(window.document, { runOnly: ['autocomplete-valid'] });
  window.close();
  console.log(`${name}: vnu ${word(!stderr.includes(file))}, html-validate ${word(byHtmlValidate)}, axe ${word(violations.length === 0)}`);
}
JS
found=$(node check.mjs 2> /dev/null)
echo "$found"
[ "$found" = 'tel tel: vnu fine, html-validate fine, axe fine
tel tel-national: vnu refused, html-validate refused, axe fine
text tel-national: vnu fine, html-validate fine, axe fine
tel one-time-code: vnu refused, html-validate refused, axe fine
text one-time-code: vnu fine, html-validate fine, axe fine
tel postal-code: vnu refused, html-validate refused, axe fine
text street-address: vnu refused, html-validate refused, axe fine
text address-line1: vnu fine, html-validate fine, axe fine
text bday: vnu fine, html-validate fine, axe fine
month bday: vnu refused, html-validate refused, axe fine
text no-such-token: vnu refused, html-validate refused, axe refused' ]
