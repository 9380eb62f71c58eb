#!/usr/bin/env bash
# webpack 5.103.0: an ordinary rule for .css also takes style sheets that a package names by new URL('./x.css', import.meta.url).
#
# The webpack guide calls `new URL(..., import.meta.url)` an asset: one expects the file to be copied as it is. With the rule of the css-loader and
# mini-css-extract-plugin documentation (test: /\.css$/) the same file passes the loaders as well. Seen: the copied style.css no longer
# holds CSS but a comment and "export {};", so a component that fetches it gets no rule and no error; and the real rules land in main.css,
# which the page loads, so that a shadow root's `p { margin: 0 }` styles the whole page. The build says "compiled successfully". The .wasm beside
# it is copied unchanged. A package is safe only if its style sheet is no .css file (or with `dependency: { not: ['url'] }` in the page's own rule).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; mkdir -p dep src
echo '{"name":"dep","version":"1.0.0","type":"module","exports":"./index.js"}' > dep/package.json
echo "export const files = [new URL('./style.css', import.meta.url).href, new URL('./data.wasm', import.meta.url).href];" > dep/index.js
echo '.inside { color: red } p { margin: 0 }' > dep/style.css
printf '\0asm\1\0\0\0' > dep/data.wasm
echo '{"name":"page","private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund ./dep webpack@5.103.0 webpack-cli@6.0.1 css-loader@7.1.2 mini-css-extract-plugin@2.9.4
echo "import { files } from 'dep'; document.title = files.join();" > src/index.js
cat > webpack.config.cjs <<'JS'
const Extract = require('mini-css-extract-plugin');
module.exports = {
  mode: 'production',
  module: { rules: [{ test: /\.css$/, use: [Extract.loader, 'css-loader'] }] },
  plugins: [new Extract()],
  output: { path: `${__dirname}/out`, assetModuleFilename: '[name][ext]' },
};
JS
npx webpack | tail -1
echo "style.css, the file that the package asks for:"; cat out/style.css; echo
echo "main.css, which styles the page:"; cat out/main.css
grep -q 'export {}' out/style.css
if grep -q margin out/style.css; then echo 'the behaviour changed: the sheet is copied' >&2; exit 1; fi
grep -q margin out/main.css
cmp dep/data.wasm out/data.wasm
