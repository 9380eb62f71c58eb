// @ts-check
// A QR reader must be able to read the camera's film. Otherwise the journeys would prove nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { frameOf, y4mFromPng } from '../support/camera.mjs';
import { qrPng, readQrCodes } from '../support/qr.mjs';

const CODE = 'd14c2ab90f6e4f0c8a7b6c5d4e3f2a1b';

test('a QR code in the film is read by ZXing and by the decoder of the phone page', async () => {
  const film = y4mFromPng(await qrPng(CODE));
  for (const index of [0, 9]) {
    const frame = frameOf(film, index);
    assert.deepEqual(
      (await readQrCodes(frame)).map(({ text }) => text),
      [CODE],
    );
    assert.equal(jsQR(frame.data, frame.width, frame.height)?.data, CODE);
  }
});

test('a QR code in the corner of a large screenshot survives scaling down', async () => {
  const screen = new PNG({ width: 1920, height: 1200, fill: true });
  screen.data.fill(255);
  const code = PNG.sync.read(await qrPng(CODE));
  PNG.bitblt(code, screen, 0, 0, code.width, code.height, 100, 700);
  const frame = frameOf(y4mFromPng(PNG.sync.write(screen)), 0);
  assert.deepEqual(
    (await readQrCodes(frame)).map(({ text }) => text),
    [CODE],
  );
});

test('no code is found in a film without a QR code', async () => {
  const empty = new PNG({ width: 64, height: 64, fill: true });
  assert.deepEqual(await readQrCodes(frameOf(y4mFromPng(PNG.sync.write(empty)), 0)), []);
});

test('the film has the length given by its header and frame count', () => {
  const film = y4mFromPng(PNG.sync.write(new PNG({ width: 8, height: 4 })), { width: 32, height: 16, frames: 3 });
  const header = 'YUV4MPEG2 W32 H16 F10:1 Ip A1:1 C420jpeg\n';
  assert.equal(film.toString('latin1', 0, header.length), header);
  assert.equal(film.length, header.length + 3 * ('FRAME\n'.length + (32 * 16 * 3) / 2));
  assert.throws(() => frameOf(film, 3), /has no frame 3/);
});

test('a picture is centred between bars and keeps its colours', () => {
  const red = new PNG({ width: 4, height: 4 });
  for (let at = 0; at < red.data.length; at += 4) red.data.set([255, 0, 0, 255], at);
  const { data } = frameOf(y4mFromPng(PNG.sync.write(red), { width: 16, height: 8 }), 0);
  const luma = (/** @type {number} */ x, /** @type {number} */ y) => data[(y * 16 + x) * 4];
  assert.equal(luma(8, 4), 82); // red in BT.601
  assert.equal(luma(3, 4), luma(12, 4));
  assert.notEqual(luma(3, 4), 82);
});
