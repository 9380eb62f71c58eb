#!/usr/bin/env bash
# happy-dom 21.0.4 (npm) does not retarget events: a listener on the page sees the button inside of a shadow root as event.target, even of a closed one.
#
# The DOM standard gives each listener the element of its own tree, so that the page sees the host, as jsdom 29.1.1 shows. A good guess is that a DOM which has
# shadow roots, composedPath() and activeElement per root does so too. Whatever a component or a page decides by event.target (a click outside that closes a
# menu, a keyboard shortcut that must spare text fields, a delegated listener) runs through another branch in the test than in a browser.
# Output seen: happy-dom: host span, page span, closed span · jsdom: host x-host, page x-host, closed x-host. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund happy-dom@21.0.4 jsdom@29.1.1 > /dev/null
cat > targets.mjs <<'JS'
import { Window } from 'happy-dom';
import { JSDOM } from 'jsdom';
function click(document, mode) {
  const seen = {};
  const host = document.createElement('x-host');
  const root = host.attachShadow({ mode });
  root.innerHTML = '<button><span></span></button>';
  document.body.append(host);
  host.addEventListener('click', ({ target }) => { seen.host = target.localName; });
  document.addEventListener('click', ({ target }) => { seen.page = target.localName; }, { once: true });
  root.querySelector('span').click();
  return seen;
}
for (const [name, { document }] of Object.entries({ 'happy-dom': new Window(), jsdom: new JSDOM('').window })) {
  for (const mode of ['open', 'closed']) console.log(name, mode, JSON.stringify(click(document, mode)));
}
process.exit();
JS
found=$(node targets.mjs)
echo "$found"
[ "$found" = 'happy-dom open {"host":"span","page":"span"}
happy-dom closed {"host":"span","page":"span"}
jsdom open {"host":"x-host","page":"x-host"}
jsdom closed {"host":"x-host","page":"x-host"}' ]
