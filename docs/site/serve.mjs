// @ts-check
// Serves the built site together with a running funnel under one origin, as the playground needs it: the demo partner's session and
// calls, and the sandbox's scenarios.

import { createServer, request as callServer } from 'node:http';
import { extname } from 'node:path';
import { buildPhone } from '../../scripts/build-phone.mjs';
import { buildServers } from '../../scripts/build-servers.mjs';
import { startFunnel } from '../../scripts/funnel.mjs';
import { step } from '../../scripts/progress.mjs';
import { newRunFolder } from '../../scripts/run-folder.mjs';
import { staticFiles } from '../../www/demo/server/files.mjs';

/** @param {string} site folder */
export async function serveWithFunnel(site) {
  await step('Servers', buildServers);
  await step('Phone page', buildPhone);
  const folder = newRunFolder();
  process.on('exit', folder.remove);
  const funnel = await startFunnel({ database: folder.database, built: folder.built });
  const server = await serveSite(site, funnel.urls);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, async () => {
      server.close();
      await funnel.stop();
      process.exit(0);
    });
  console.log(`\nThe site, with a playground that works: ${server.url}playground\nThe customer's phone: ${funnel.urls.phone}`);
}

/**
 * @param {string} site folder
 * @param {{ page: string, sandbox: string }} [urls] of the funnel; without it the playground shows examples
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveSite(site, urls) {
  const files = staticFiles(site);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.invalid');
    if (urls && pathname.startsWith('/control/scenario')) return pass(request, response, urls.sandbox);
    if (urls && /^\/(?:demo|onboarding-api)\//.test(pathname)) return pass(request, response, urls.page);
    const named = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    return files.send(request, response, extname(named) ? named : `${named}.html`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} base
 */
function pass(request, response, base) {
  const target = new URL(request.url ?? '/', base);
  const passed = callServer(target, { method: request.method, headers: { ...request.headers, host: target.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.headersSent ? response.destroy() : response.writeHead(502).end());
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}
