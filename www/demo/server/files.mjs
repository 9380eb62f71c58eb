// @ts-check
// Static files: media types, compression, revalidation. Every answer may be stored but must be revalidated (`no-cache`
// with an ETag): a new build shows at once, an unchanged file costs a 304. `routes.mjs` decides which names are served.

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { problem } from './problem.mjs';

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
  ['.woff2', 'font/woff2'],
  // With any other type the browser cannot compile while it loads.
  ['.wasm', 'application/wasm'],
]);

/** Size in bytes below which compression saves no packet. */
const WORTH_COMPRESSING = 1024;

/**
 * @typedef {object} Kept
 * @property {string} version size and time of the file when it was read
 * @property {string} digest
 * @property {Map<string, Buffer>} bodies by content coding; `identity` always
 */

/**
 * The files in `folder`, kept in memory until they change on disk.
 * @param {string} folder
 */
export function staticFiles(folder) {
  /** @type {Map<string, Promise<Kept>>} */
  const kept = new Map();
  /** @type {Map<string, string>} */
  const versions = new Map();

  /**
   * @param {string} name
   * @returns {Promise<Kept | undefined>} undefined if there is no such file
   */
  async function load(name) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const version = `${found.size}-${found.mtimeMs}`;
    if (versions.get(name) !== version) {
      versions.set(name, version);
      const reading = compress(path, version);
      kept.set(name, reading);
      // A failed read is not kept, so the next request tries again.
      reading.catch(() => versions.delete(name));
    }
    return kept.get(name);
  }

  return {
    /**
     * @param {import('node:http').IncomingMessage} request
     * @param {import('node:http').ServerResponse} response
     * @param {string} name path under the folder, already checked
     */
    async send(request, response, name) {
      const file = await load(name);
      if (!file) return problem(response, 404, 'not_found', 'There is no such file; is the module built?');
      const coding = bestCoding(request.headers['accept-encoding'] ?? '', file.bodies);
      const tag = `"${file.digest}-${coding}"`;
      response.setHeader('Content-Type', TYPES.get(extname(name)) ?? 'application/octet-stream');
      response.setHeader('Cache-Control', 'no-cache');
      response.setHeader('ETag', tag);
      response.appendHeader('Vary', 'Accept-Encoding');
      if ((request.headers['if-none-match'] ?? '').split(/,\s*/).includes(tag)) {
        response.writeHead(304).end();
        return;
      }
      const body = /** @type {Buffer} */ (file.bodies.get(coding));
      if (coding !== 'identity') response.setHeader('Content-Encoding', coding);
      response.writeHead(200, { 'Content-Length': body.length });
      response.end(request.method === 'HEAD' ? undefined : body);
    },
  };
}

/**
 * @param {string} path
 * @param {string} version
 * @returns {Promise<Kept>}
 */
async function compress(path, version) {
  const identity = await readFile(path);
  /** @type {Map<string, Buffer>} */
  const bodies = new Map([['identity', identity]]);
  if (identity.length >= WORTH_COMPRESSING) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    const [br, gz] = await Promise.all([promisify(brotliCompress)(identity, quality), promisify(gzip)(identity)]);
    bodies.set('br', br);
    bodies.set('gzip', gz);
  }
  return { version, digest: createHash('sha256').update(identity).digest('base64url').slice(0, 22), bodies };
}

/**
 * @param {string} accepted the request's `Accept-Encoding`
 * @param {Map<string, Buffer>} bodies
 */
function bestCoding(accepted, bodies) {
  const wanted = accepted.split(',').filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part));
  const names = new Set(wanted.map((part) => part.split(';')[0]?.trim().toLowerCase()));
  return ['br', 'gzip'].find((coding) => names.has(coding) && bodies.has(coding)) ?? 'identity';
}
