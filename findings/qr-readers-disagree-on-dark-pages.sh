#!/usr/bin/env bash
# jsQR 1.4.0 (npm) reads a QR symbol drawn light on dark, which OpenCV 4.12 and zbar 0.23 do not; it fails on a faint one, which both read.
#
# Pages get darkened by extensions and operating systems, and the usual end-to-end test decodes a screenshot with jsQR. Seen with the same symbol
# (version 3, level Q, 8 px a module, 32 bytes): inverted: jsQR reads it, OpenCV and zbar, the readers behind many apps, return nothing by default.
# Grey on grey with 30 of 256 levels between: OpenCV and zbar read it, jsQR does not. A quiet zone of one module instead of four is enough for all
# three. So a green jsQR test says little about a phone: draw dark on white whatever the page does.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; echo '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund jsqr@1.4.0 qrcode@1.5.4 pngjs@7.0.0
python3 -m venv venv; venv/bin/pip install --quiet --disable-pip-version-check opencv-python-headless==4.12.0.88 pyzbar==0.1.9 pillow==11.3.0
ldconfig -p | grep -q libzbar || apt-get install --yes --quiet libzbar0 >/dev/null
cat > draw.mjs <<'JS'
import QRCode from 'qrcode';
import { PNG } from 'pngjs';
import { writeFileSync } from 'node:fs';
const { modules } = QRCode.create([{ data: Buffer.from('0123456789abcdef0123456789abcdef'), mode: 'byte' }], { errorCorrectionLevel: 'Q' });
const kinds = { plain: [0, 255, 4], inverted: [255, 0, 4], faint: [120, 150, 4], 'narrow-quiet-zone': [0, 255, 1] };
for (const [name, [dark, light, quiet]] of Object.entries(kinds)) {
  const around = name === 'narrow-quiet-zone' ? 0 : light;
  const side = (modules.size + 2 * quiet) * 8;
  const png = new PNG({ width: side + 200, height: side + 200 });
  for (let y = 0; y < png.height; y += 1) {
    for (let x = 0; x < png.width; x += 1) {
      const [column, row] = [x, y].map((at) => Math.floor((at - 100) / 8) - quiet);
      const isInside = [x, y].every((at) => at >= 100 && at < 100 + side);
      const isModule = [column, row].every((at) => at >= 0 && at < modules.size);
      const grey = !isInside ? around : isModule && modules.get(row, column) ? dark : light;
      png.data.set([grey, grey, grey, 255], (y * png.width + x) * 4);
    }
  }
  writeFileSync(`${name}.png`, PNG.sync.write(png));
}
JS
node draw.mjs
cat > read.mjs <<'JS'
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { readFileSync } from 'node:fs';
for (const name of ['faint', 'inverted', 'narrow-quiet-zone', 'plain']) {
  const { data, width, height } = PNG.sync.read(readFileSync(`${name}.png`));
  const js = (jsQR.default ?? jsQR)(new Uint8ClampedArray(data), width, height);
  console.log(`${name}: jsqr ${js ? 'yes' : 'no'}`);
}
JS
cat > read.py <<'PY'
import cv2
from PIL import Image
from pyzbar.pyzbar import decode
for name in ['faint', 'inverted', 'narrow-quiet-zone', 'plain']:
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.imread(f'{name}.png'))
    print(f"{name}: opencv {'yes' if text else 'no'}, zbar {'yes' if decode(Image.open(f'{name}.png')) else 'no'}")
PY
{ node read.mjs; venv/bin/python read.py; } | tee seen
diff seen - <<'TXT' || { echo 'the behaviour changed' >&2; exit 1; }
faint: jsqr no
inverted: jsqr yes
narrow-quiet-zone: jsqr yes
plain: jsqr yes
faint: opencv yes, zbar yes
inverted: opencv no, zbar no
narrow-quiet-zone: opencv yes, zbar yes
plain: opencv yes, zbar yes
TXT
