// @ts-check
// A partner's site with nothing but a published module: files in brotli, and the backend under the same origin.

import { createServer, request as ask } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { inRepository } from '../../scripts/repository.mjs';

const MEDIA_TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' };
const BACKEND = '/api';

/**
 * @typedef {object} PartnerSite
 * @property {(sessionToken: string) => string} pageOf address of a page that mounts the module for that session
 * @property {(body: string) => string} pageWith address of an otherwise empty page with this markup
 * @property {() => void} close
 */

/**
 * @param {string} backend its address
 * @param {string} [folder] with the published files
 * @returns {Promise<PartnerSite>}
 */
export async function startPartnerSite(backend, folder = inRepository('dist')) {
  /** @type {Map<string, string>} */
  const pages = new Map();
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith(BACKEND)) return relay(request, response, backend + path.slice(BACKEND.length));
    const page = pages.get(path);
    if (page) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    const type = MEDIA_TYPES[/** @type {keyof typeof MEDIA_TYPES} */ (extname(path))];
    if (!type || path.includes('..')) return response.writeHead(404).end();
    if (!files.has(path)) files.set(path, brotliCompressSync(readFileSync(join(folder, path))));
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'br' }).end(files.get(path));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const pageWith = (/** @type {string} */ body) => {
    const path = `/${pages.size + 1}`;
    pages.set(path, `<!doctype html><html lang="en"><title>Bench</title><link rel="icon" href="data:,">\n${body}</html>`);
    return `http://127.0.0.1:${port}${path}`;
  };
  return {
    pageWith,
    pageOf(sessionToken) {
      const options = JSON.stringify({ endpoint: BACKEND, token: sessionToken, language: 'en' });
      return pageWith(`<script type="module">import { mount } from '/index.js'; mount(document.body, ${options});</script><body></body>`);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} url
 */
function relay(request, response, url) {
  const asked = ask(url, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  response.on('close', () => asked.destroy());
  request.pipe(asked);
}
