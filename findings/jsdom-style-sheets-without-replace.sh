#!/usr/bin/env bash
# jsdom 26.1.0 (npm) lets `new CSSStyleSheet()` succeed, yet has no replace(), no replaceSync() and no adoptedStyleSheets.
#
# A web component that tests `typeof CSSStyleSheet === 'function'`, or constructs one in a try block, concludes that constructed style sheets are
# there. In jsdom the construction works, replaceSync is undefined, and assigning shadowRoot.adoptedStyleSheets creates a plain property
# that styles nothing, without an error. happy-dom 20.0.11 has all three, and they style. The test that tells them apart is
# `'adoptedStyleSheets' in Document.prototype`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund jsdom@26.1.0 happy-dom@20.0.11
cat > sheets.mjs <<'JS'
import { JSDOM } from 'jsdom';
import { Window } from 'happy-dom';
function look(window) {
  const sheet = new window.CSSStyleSheet();
  const host = window.document.createElement('div');
  window.document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const text = window.document.createElement('b');
  root.append(text);
  sheet.replaceSync?.('b { color: red }');
  root.adoptedStyleSheets = [sheet];
  return [typeof sheet.replaceSync, 'adoptedStyleSheets' in window.Document.prototype, /red|255/.test(window.getComputedStyle(text).color)].join(' ');
}
const seen = { jsdom: look(new JSDOM('').window), happy: look(new Window()) };
console.log(seen);
if (seen.jsdom !== 'undefined false false' || !seen.happy.startsWith('function') || !seen.happy.endsWith('true')) throw new Error('the behaviour changed');
JS
node sheets.mjs
