#!/usr/bin/env bash
# esbuild 0.28.2, Rollup 4.53.3 and Rolldown 1.0.0-beta.52 keep new URL('./x.wasm', import.meta.url) as it stands and emit no file: no error, no warning.
#
# webpack and Vite copy the file and rewrite the address, and the pattern is called the standard way to name an asset. With these three the
# bundle succeeds and the address then points beside the bundle, where nothing is: the page meets a 404 (or the site's HTML with 200). A package
# that finds its wasm this way needs a second entry with the bytes inside, or an option for the address.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; mkdir -p dep src
echo '{"name":"dep","version":"1.0.0","type":"module","exports":"./index.js"}' > dep/package.json
echo "export const wasm = new URL('./data.wasm', import.meta.url).href;" > dep/index.js
printf '\0asm\1\0\0\0' > dep/data.wasm
echo '{"name":"page","private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund ./dep esbuild@0.28.2 rollup@4.53.3 @rollup/plugin-node-resolve@16.0.3 rolldown@1.0.0-beta.52
echo "import { wasm } from 'dep'; console.log(wasm);" > src/index.js
npx esbuild src/index.js --bundle --format=esm --outfile=esbuild/index.js > log 2>&1
npx rollup src/index.js -p node-resolve -d rollup -f es >> log 2>&1
npx rolldown src/index.js -d rolldown >> log 2>&1
if grep -iE 'warn|unresolved' log; then echo 'a tool warns now' >&2; exit 1; fi
for tool in esbuild rollup rolldown; do
  echo "$tool: $(ls "$tool" | tr '\n' ' ')$(grep -o 'new URL(.*import.meta.url)' "$tool/index.js")"
  [ "$(ls "$tool")" = index.js ] || { echo "$tool emits the file now" >&2; exit 1; }
  grep -q "import.meta.url" "$tool/index.js"
done
