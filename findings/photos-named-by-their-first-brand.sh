#!/usr/bin/env bash
# npm file-type 22.3.0 calls an AVIF picture whose first brand is "mif1" a .heic file, and PyPI puremagic 1.30 calls an ordinary HEIC picture a video.
#
# A picture in the HEIF container names a first brand and a list of all brands that it satisfies. ISO/IEC 23008-12 allows the general "mif1" first, and some
# phones and tools write it; the list then tells the codec. A good guess is that a type detector reads the list. file-type returns at the first brand:
# extension "heic" and type "image/heif" for HEVC and AV1 alike. PyPI filetype 1.2.0 reads the list and is right about all three. puremagic knows the
# ending .heic, yet by the bytes it says video/mp4. An upload that allows AVIF, or refuses HEIC with a helpful sentence, decides by the tool that it asks.
# The pictures are made by pillow-heif 1.8.1 and Pillow 13.0.0; the first brand is then replaced by another one of the list, and Pillow reads the result.
# Output seen: heic image/heic, mif1 with heic image/heif, mif1 with avif image/heif (file-type) · heic, heic, avif (filetype) · video/mp4, video/mp4, nothing.
# Exits 1 when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . file-type@22.3.0 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check filetype==1.2.0 puremagic==1.30 pillow==13.0.0 pillow-heif==1.8.1
cat > pictures.py <<'PY'
from io import BytesIO
from PIL import Image
import pillow_heif
def save(kind, name, first):
    out = BytesIO()
    Image.new('RGB', (64, 64), (200, 30, 30)).save(out, kind)
    picture = bytearray(out.getvalue())
    brands = [bytes(picture[at:at + 4]) for at in range(16, int.from_bytes(picture[:4], 'big'), 4)]
    assert first in brands
    picture[8:12] = first
    open(name, 'wb').write(picture)
    red, green, blue = Image.open(name).convert('RGB').getpixel((9, 9))
    assert red > 150 and green < 90 and blue < 90
save('AVIF', 'mif1-avif', b'mif1')  # by Pillow itself: pillow-heif has no AV1
pillow_heif.register_heif_opener()
save('HEIF', 'heic', b'heic')
save('HEIF', 'mif1-heic', b'mif1')
PY
venv/bin/python pictures.py
cat > detect.mjs <<'JS'
import { fileTypeFromFile } from 'file-type';
for (const name of ['heic', 'mif1-heic', 'mif1-avif']) {
  const { ext, mime } = await fileTypeFromFile(name);
  console.log(name, 'file-type', ext, mime);
}
JS
cat > detect.py <<'PY'
import filetype, puremagic
for name in ['heic', 'mif1-heic', 'mif1-avif']:
    try:
        guess = puremagic.from_file(name, mime=True)
    except puremagic.PureError:
        guess = 'nothing'
    print('filetype', filetype.guess(name).mime, 'puremagic', guess)
PY
found=$(paste -d ' ' <(node detect.mjs) <(venv/bin/python detect.py))
echo "$found"
[ "$found" = 'heic file-type heic image/heic filetype image/heic puremagic video/mp4
mif1-heic file-type heic image/heif filetype image/heic puremagic video/mp4
mif1-avif file-type heic image/heif filetype image/avif puremagic nothing' ]
