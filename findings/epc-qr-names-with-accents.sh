#!/usr/bin/env bash
# zbar 0.23 (Debian's library, by PyPI pyzbar 0.1.9) reads the name "Société Générale" of an EPC payment symbol as "Soci矇t矇 G矇n矇rale", and jsQR 1.4.0 (npm)
# finds no text at all in the same symbol when it is written in ISO 8859-1.
#
# EPC069-12 has a line for the character set: 1 is UTF-8, 2 is ISO 8859-1, and so on to 8. The symbol itself carries the bytes without an ECI marker. zbar guesses
# the set from the bytes of the whole text and takes the two bytes of "é" for a Chinese or Japanese character. jsQR decodes UTF-8 alone: for set 2 it
# reports a found symbol with an empty text. npm @undecaf/zbar-wasm 0.11.0, built of the same zbar, has no tables and so does the reverse: right for UTF-8,
# replacement characters for set 2. PyPI zxing-cpp 3.1.1 and OpenCV 4.12 read both. A good guess is that set 1 is safe everywhere.
# The name is checked against the IBAN since October 2025, so a wrong letter may stop the transfer: ASCII letters alone are the same in every reader.
# Output seen: see the table at the end. Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund jsqr@1.4.0 qrcode@1.5.4 pngjs@7.0.0 @undecaf/zbar-wasm@0.11.0 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check opencv-python-headless==4.12.0.88 pyzbar==0.1.9 pillow==11.3.0 zxing-cpp==3.1.1
ldconfig -p | grep -q libzbar || apt-get install --yes --quiet libzbar0 > /dev/null
cat > draw.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import QRCode from 'qrcode';
const payment = (set, name) => `BCD\n002\n${set}\nSCT\n\n${name}\nFR7630006000011234567890189\n\n\n\nAccount opening`;
const symbols = { plain: [1, 'Societe Generale', 'utf8'], utf8: [1, 'Société Générale', 'utf8'], latin1: [2, 'Société Générale', 'latin1'] };
for (const [file, [set, name, encoding]] of Object.entries(symbols)) {
  const data = Buffer.from(payment(set, name), encoding);
  writeFileSync(`${file}.png`, await QRCode.toBuffer([{ data, mode: 'byte' }], { scale: 6, errorCorrectionLevel: 'M' }));
}
JS
node draw.mjs
cat > read.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { scanImageData } from '@undecaf/zbar-wasm';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
const name = (text) => JSON.stringify(text.split('\n')[5] ?? '');
for (const file of ['plain', 'utf8', 'latin1']) {
  const { data, width, height } = PNG.sync.read(readFileSync(`${file}.png`));
  const pixels = new Uint8ClampedArray(data);
  const [symbol] = await scanImageData({ data: pixels, width, height });
  console.log(file, 'jsqr', name((jsQR.default ?? jsQR)(pixels, width, height).data), 'zbar-wasm', name(symbol.decode()));
}
JS
cat > read.py <<'PY'
import json
import cv2, zxingcpp
from PIL import Image
from pyzbar.pyzbar import decode
def name(text):
    return json.dumps(text.split('\n')[5], ensure_ascii=False)
for file in ['plain', 'utf8', 'latin1']:
    pixels = cv2.imread(f'{file}.png')
    by_zbar = decode(Image.open(f'{file}.png'))[0].data.decode()
    print('zbar', name(by_zbar), 'zxing-cpp', name(zxingcpp.read_barcodes(pixels)[0].text), 'opencv', name(cv2.QRCodeDetector().detectAndDecode(pixels)[0]))
PY
found=$(paste -d ' ' <(node read.mjs) <(venv/bin/python read.py))
echo "$found"
[ "$found" = 'plain jsqr "Societe Generale" zbar-wasm "Societe Generale" zbar "Societe Generale" zxing-cpp "Societe Generale" opencv "Societe Generale"
utf8 jsqr "Société Générale" zbar-wasm "Société Générale" zbar "Soci矇t矇 G矇n矇rale" zxing-cpp "Société Générale" opencv "Société Générale"
latin1 jsqr "" zbar-wasm "Soci�t� G�n�rale" zbar "Société Générale" zxing-cpp "Société Générale" opencv "Société Générale"' ]
