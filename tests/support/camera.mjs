// @ts-check
// Makes the picture of a phone's camera: a still picture as the raw video file that Chromium accepts instead of a
// camera. A phone, in a second browser, then scans a real screenshot of the desktop.

import { PNG } from 'pngjs';

/**
 * @typedef {object} VideoOptions
 * @property {number} [width] of a frame, in pixels, even; default 1280
 * @property {number} [height] of a frame, in pixels, even; default 720
 * @property {number} [frames] default 10; Chromium repeats the film
 */

/**
 * Makes a YUV4MPEG2 film (4:2:0, 10 frames a second) that shows one picture, letterboxed on dark grey.
 * @param {Uint8Array} png a PNG file
 * @param {VideoOptions} [options]
 * @returns {Buffer}
 */
export function y4mFromPng(png, { width = 1280, height = 720, frames = 10 } = {}) {
  if (width % 2 || height % 2) throw new Error('4:2:0 needs an even width and height');
  const planes = toPlanes(letterbox(PNG.sync.read(Buffer.from(png)), width, height), width, height);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), planes]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([header, ...Array(frames).fill(frame)]);
}

/**
 * One frame of such a film as grey pixels, for a reader.
 * @param {Buffer} film
 * @param {number} index from 0
 * @returns {ImageData}
 */
export function frameOf(film, index) {
  const headerEnd = film.indexOf('\n') + 1;
  const [, width, height] = (/ W(\d+) H(\d+) /.exec(film.toString('latin1', 0, headerEnd)) ?? []).map(Number);
  if (!width || !height) throw new Error('not a YUV4MPEG2 film');
  const start = headerEnd + index * ('FRAME\n'.length + (width * height * 3) / 2) + 'FRAME\n'.length;
  if (start + width * height > film.length) throw new Error(`the film has no frame ${index}`);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++)
    data.fill(film[start + pixel] ?? 0, pixel * 4, pixel * 4 + 3).fill(255, pixel * 4 + 3, pixel * 4 + 4);
  return { width, height, data, colorSpace: 'srgb' };
}

/**
 * The picture, scaled and centred. Each pixel is the mean of the area that it covers, so that thin lines survive.
 * @param {PNG} picture
 * @param {number} width
 * @param {number} height
 * @returns {Uint8Array} red, green and blue for each pixel
 */
function letterbox(picture, width, height) {
  const frame = new Uint8Array(width * height * 3).fill(40);
  const scale = Math.min(width / picture.width, height / picture.height);
  const [shownWidth, shownHeight] = [Math.floor(picture.width * scale), Math.floor(picture.height * scale)];
  const [left, top] = [Math.floor((width - shownWidth) / 2), Math.floor((height - shownHeight) / 2)];
  for (let y = 0; y < shownHeight; y++) {
    for (let x = 0; x < shownWidth; x++) {
      frame.set(
        meanColour(picture, x / scale, y / scale, (x + 1) / scale, (y + 1) / scale),
        ((top + y) * width + left + x) * 3,
      );
    }
  }
  return frame;
}

/**
 * @param {PNG} picture
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 * @returns {[number, number, number]}
 */
function meanColour(picture, left, top, right, bottom) {
  const sum = [0, 0, 0];
  let count = 0;
  const lastX = Math.max(Math.floor(left) + 1, Math.ceil(right - 1e-6));
  const lastY = Math.max(Math.floor(top) + 1, Math.ceil(bottom - 1e-6));
  for (let y = Math.floor(top); y < Math.min(lastY, picture.height); y++) {
    for (let x = Math.floor(left); x < Math.min(lastX, picture.width); x++) {
      const at = (y * picture.width + x) * 4;
      for (const colour of [0, 1, 2]) sum[colour] += picture.data[at + colour];
      count++;
    }
  }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/**
 * ITU-R BT.601, studio range, as Chromium expects in such a file.
 * @param {Uint8Array} rgb
 * @param {number} width
 * @param {number} height
 * @returns {Buffer} luma, then the two colour planes at half the width and height
 */
function toPlanes(rgb, width, height) {
  const size = width * height;
  const planes = Buffer.alloc((size * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const [red, green, blue] = [rgb[at], rgb[at + 1], rgb[at + 2]];
      planes[y * width + x] = Math.round(16 + 0.257 * red + 0.504 * green + 0.098 * blue);
      if (x % 2 || y % 2) continue;
      const chroma = (y / 2) * (width / 2) + x / 2;
      planes[size + chroma] = Math.round(128 - 0.148 * red - 0.291 * green + 0.439 * blue);
      planes[size + size / 4 + chroma] = Math.round(128 + 0.439 * red - 0.368 * green - 0.071 * blue);
    }
  }
  return planes;
}
