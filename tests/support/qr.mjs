// @ts-check
// A QR reader (and, for tests of the tests, a writer) that shares no code with the phone page: ZXing, in wasm.

import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes, writeBarcode } from 'zxing-wasm/full';
import { inRepository } from '../../scripts/repository.mjs';

// Otherwise it would fetch its wasm from the network.
prepareZXingModule({
  overrides: {
    wasmBinary: new Uint8Array(
      readFileSync(inRepository('node_modules', 'zxing-wasm', 'dist', 'full', 'zxing_full.wasm')),
    ).buffer,
  },
});

/**
 * Every QR code in a picture.
 * @param {Uint8Array | ImageData} picture a PNG file, or pixels
 * @returns {Promise<{ text: string, level: string, version: string }[]>}
 */
export async function readQrCodes(picture) {
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true });
  return found.map(({ text, ecLevel, version }) => ({ text, level: ecLevel, version }));
}

/**
 * A PNG file with a QR code, level Q, 8 pixels per module.
 * @param {string} text
 * @returns {Promise<Buffer>}
 */
export async function qrPng(text) {
  const { image, error } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'Q', scale: 8 });
  if (!image) throw new Error(`no QR code was made: ${error}`);
  return Buffer.from(await image.arrayBuffer());
}
