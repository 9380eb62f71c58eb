// @ts-check
// Three readers of QR codes that share no code: ZXing, jsQR (which the sandbox's phone uses) and ZBar. Pictures are
// read without preparation.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { browsers } from '../../scripts/setup-browsers.mjs';
import { readQrCodes } from './qr.mjs';

/**
 * The text that each reader finds in each picture. Empty if it finds none or more than one.
 * @param {Buffer[]} pictures PNG files
 * @returns {Promise<Record<'zxing' | 'jsqr' | 'zbar', string>[]>} in the order of the pictures
 */
export async function readByAll(pictures) {
  const byZbar = await zbar(pictures);
  const found = [];
  for (const [index, picture] of pictures.entries()) {
    found.push({ zxing: await zxing(picture), jsqr: jsqr(picture), zbar: byZbar[index] ?? '' });
  }
  return found;
}

/** @param {Buffer} picture */
async function zxing(picture) {
  const [one, ...others] = await readQrCodes(picture);
  return one && others.length === 0 ? one.text : '';
}

/** @param {Buffer} picture */
function jsqr(picture) {
  const { data, width, height } = PNG.sync.read(picture);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
}

/**
 * Reads all pictures in one run, because starting the program takes longer than reading.
 * @param {Buffer[]} pictures
 */
async function zbar(pictures) {
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-zbar-'));
  try {
    const files = pictures.map((picture, index) => {
      const file = join(folder, `${index}.png`);
      writeFileSync(file, picture);
      return file;
    });
    const flags = ['--xml', '--quiet', '-Sdisable', '-Sqrcode.enable'];
    const output = await new Promise((resolve, reject) => {
      // Its exit code is 4 if a picture has no code.
      execFile(browsers().zbar, [...flags, ...files], { maxBuffer: 1 << 26 }, (error, stdout) =>
        error && error.code !== 4 ? reject(error) : resolve(stdout),
      );
    });
    const texts = files.map(() => '');
    for (const [, file, content] of String(output).matchAll(/<source href='([^']*)'>(.*?)<\/source>/gs)) {
      const codes = [...(content ?? '').matchAll(/<data><!\[CDATA\[(.*?)\]\]><\/data>/gs)];
      if (codes.length === 1) texts[files.indexOf(file ?? '')] = codes[0]?.[1] ?? '';
    }
    return texts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
