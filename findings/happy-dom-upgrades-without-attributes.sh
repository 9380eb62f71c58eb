#!/usr/bin/env bash
# happy-dom 21.0.4 (npm) upgrades a custom element without attributeChangedCallback: attributes that stood in the page before the definition are never reported.
#
# The HTML standard queues the callback for each observed attribute before connectedCallback, when an element is upgraded, and so do browsers, jsdom 29.1.1 and
# linkedom 0.18.15. A good guess is that happy-dom does too, since it reports them for an element that is parsed or created after the definition. With a
# module that loads late, that is the usual order: <late-element endpoint="…"> in the page's HTML, then the script. A component that reads its settings in the
# callback starts without any, and the test that creates the element by hand is green.
# Output seen: upgrade: connected alone by happy-dom, attribute and connected by jsdom and linkedom · parsed later: both by all. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund happy-dom@21.0.4 jsdom@29.1.1 linkedom@0.18.15 > /dev/null
cat > upgrade.mjs <<'JS'
import { Window } from 'happy-dom';
import { JSDOM } from 'jsdom';
import { parseHTML } from 'linkedom';
const page = '<!doctype html><html><body></body></html>';
for (const [name, window] of Object.entries({ 'happy-dom': new Window(), jsdom: new JSDOM(page).window, linkedom: parseHTML(page) })) {
  const { document, customElements, HTMLElement } = window;
  const seen = [];
  document.body.innerHTML = '<late-element endpoint="/api"></late-element>';
  customElements.define('late-element', class extends HTMLElement {
    static observedAttributes = ['endpoint'];
    attributeChangedCallback(attribute) { seen.push(attribute); }
    connectedCallback() { seen.push('connected'); }
  });
  console.log(name, 'upgraded:', seen.splice(0).join(', '));
  document.body.innerHTML = '<late-element endpoint="/api"></late-element>';
  console.log(name, 'parsed later:', seen.join(', '));
}
process.exit();
JS
found=$(node upgrade.mjs)
echo "$found"
[ "$found" = 'happy-dom upgraded: connected
happy-dom parsed later: endpoint, connected
jsdom upgraded: endpoint, connected
jsdom parsed later: endpoint, connected
linkedom upgraded: endpoint, connected
linkedom parsed later: endpoint, connected' ]
