// @ts-check
// The published package with one flipped bit in one of the files that its loader checks, as often as wanted, in Chromium. Each flip
// has a copy of the package at an address of its own, because a browser keeps the scripts that it has loaded.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { LANGUAGES } from '../../scripts/loader-scripts.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { openDesktop } from './browser.mjs';

const WASM = 'wasm/module_bg.wasm';
const ENGINE = 'wasm/engine.js';
/** The checked files, with what names each of them in the error. */
export const CHECKED = [
  { file: WASM, name: '/module_bg.wasm is not what was published' },
  { file: ENGINE, name: '/engine.js is not what was published' },
  ...LANGUAGES.map((language) => ({ file: `texts/${language}.js`, name: `The texts of "${language}"` })),
];
/** Copies that one page loads, before its memory is given back. */
const COPIES_A_PAGE = 200;
const PAGE = '<!doctype html><html lang="en"><title>Flips</title><link rel="icon" href="data:,"><main></main></html>';

/**
 * @typedef {object} Flip
 * @property {string} file
 * @property {number} bit its place in the file
 * @property {string} [message] of the error that the loader reported, if it did
 * @property {boolean} hasRun whether anything of the file ran: a screen appeared, or a script was requested to run
 */

/**
 * Flips as many bits, at places that follow from the seed, each file as often as its size demands.
 * @param {number} count
 * @param {number} seed
 * @returns {Promise<Flip[]>}
 */
export async function flipBits(count, seed) {
  const random = randomOf(seed);
  const bytes = new Map(CHECKED.map(({ file }) => [file, readFileSync(inRepository('dist', file))]));
  const total = [...bytes.values()].reduce((sum, { length }) => sum + length, 0);
  /** @type {Flip[]} */
  const flips = Array.from({ length: count }, () => {
    let place = Math.floor(random() * total * 8);
    for (const [file, { length }] of bytes) {
      if (place < length * 8) return { file, bit: place, hasRun: false };
      place -= length * 8;
    }
    throw new Error('beyond the last file');
  });
  const server = serve(flips);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  try {
    for (let from = 0; from < count; from += COPIES_A_PAGE) await visit(`http://127.0.0.1:${port}/`, flips, from);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return flips;
}

/**
 * @param {string} url
 * @param {Flip[]} flips
 * @param {number} from the first flip of this page
 */
async function visit(url, flips, from) {
  const desktop = await openDesktop();
  try {
    await desktop.page.goto(url);
    for (let index = from; index < Math.min(from + COPIES_A_PAGE, flips.length); index += 1) {
      const { file } = flips[index];
      const language = /texts\/(.*)\.js/.exec(file)?.[1] ?? 'en';
      const seen = await desktop.page.evaluate(load, { index, language, isWithout: file === ENGINE });
      flips[index].message = seen.message;
      flips[index].hasRun ||= seen.hasStarted;
    }
  } finally {
    await desktop.close();
  }
}

/**
 * Runs in the page: mounts the module of one copy of the package, until it fails or shows a screen.
 * @param {{ index: number, language: string, isWithout: boolean }} copy
 */
async function load({ index, language, isWithout }) {
  const page = /** @type {any} */ (globalThis);
  page.known ??= WebAssembly;
  page.WebAssembly = isWithout ? undefined : page.known;
  // Another name of the tag for each copy: a page can define a name only once.
  const define = customElements.define.bind(customElements);
  const find = customElements.get.bind(customElements);
  customElements.define = (name, element) => define(`${name}-${index}`, element);
  customElements.get = (name) => find(`${name}-${index}`);
  const { mount } = await import(/* @vite-ignore */ String(`/${index}/index.js`));
  const place = document.querySelector('main');
  const result = new Promise((resolve) => {
    place?.addEventListener('onboarding-error', (event) => resolve({ message: /** @type {CustomEvent} */ (event).detail.error?.message, hasStarted: false }), { once: true });
    place?.addEventListener('onboarding-ready', () => resolve({ message: undefined, hasStarted: true }), { once: true });
  });
  const { unmount } = mount(place, { endpoint: '/api', token: 'token', language });
  const seen = await result;
  unmount();
  customElements.define = define;
  customElements.get = find;
  return seen;
}

/** @param {Flip[]} flips */
function serve(flips) {
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  return createServer((request, response) => {
    const [, copy, path] = /^\/(\d+)\/([\w./-]+)$/.exec(request.url ?? '') ?? [];
    if (!path) {
      const isPage = request.url === '/';
      return response.writeHead(isPage ? 200 : 501, { 'Content-Type': isPage ? 'text/html' : 'text/plain' }).end(isPage ? PAGE : '');
    }
    const flip = flips[Number(copy)];
    // The flipped wasm must not be replaced by the module as JavaScript.
    if (path === ENGINE && flip.file !== ENGINE) return response.writeHead(404).end();
    let body = files.get(path) ?? readFileSync(inRepository('dist', path));
    files.set(path, body);
    if (path === flip.file) {
      body = Buffer.from(body);
      body[flip.bit >> 3] ^= 1 << (flip.bit & 7);
      if (path === ENGINE && request.headers['sec-fetch-dest'] === 'script') flip.hasRun = true;
    }
    return response.writeHead(200, { 'Content-Type': path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript' }).end(body);
  });
}

/**
 * Numbers from 0 to 1 that follow from a seed (mulberry32).
 * @param {number} seed
 */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
