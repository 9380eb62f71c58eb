// @ts-check
// The command line of the demo partner's server, which serves the page, the module's files and the session, and passes
// calls to the backend. It does what a partner's own server does, in a few hundred lines without a dependency. It is
// not a product. Read next: `server/routes.mjs`.

import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { demoRoutes } from './server/routes.mjs';

const USAGE = `Usage: node www/demo/server.mjs --listen 127.0.0.1:8070 --backend http://127.0.0.1:8080 --module-dir www
  --listen      address and port to listen on; loopback only; port 0 takes a free one (127.0.0.1:8070)
  --backend     where the partner backend answers (http://127.0.0.1:8080)
  --module-dir  the folder with the module's index.js (www)
  --phone-url   address of the simulated phone; shows a link to it (none)
Environment: ONBOARDING_PARTNER_KEY, the key the backend expects on POST /sessions.`;

/**
 * Ends with one line on the error stream.
 * @param {string} message what to do about it
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`demo: ${message}\n`);
  process.exit(1);
}

/** Reads the flags, or ends the process. */
function readFlags() {
  try {
    return parseArgs({
      options: {
        listen: { type: 'string', default: '127.0.0.1:8070' },
        backend: { type: 'string', default: 'http://127.0.0.1:8080' },
        'module-dir': { type: 'string', default: 'www' },
        'phone-url': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/**
 * @param {string | undefined} text
 * @param {string} flag
 * @returns {URL | undefined} undefined if no text was given
 */
function readUrl(text, flag) {
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !['http:', 'https:'].includes(new URL(text).protocol)) {
    fail(`${flag} must be an http or https address, for example http://127.0.0.1:8080`);
  }
  return new URL(text);
}

/**
 * @param {string} text host and port
 * @returns {{ host: string, port: number }}
 */
function readListen(text) {
  const [, host, port] = /^(127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65535) fail('--listen must be a loopback address and a port, for example 127.0.0.1:8070');
  return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
}

const flags = readFlags();
if (flags.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const { host, port } = readListen(flags.listen);
const backend = readUrl(flags.backend, '--backend');
const partnerKey = process.env.ONBOARDING_PARTNER_KEY;
if (!backend) fail('--backend is needed');
if (!partnerKey) fail('set ONBOARDING_PARTNER_KEY to the key that the backend was started with');

const routes = demoRoutes({
  backend,
  partnerKey,
  moduleDir: flags['module-dir'],
  phoneUrl: readUrl(flags['phone-url'], '--phone-url'),
});
const server = createServer(routes.answer);

server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === 'EADDRINUSE') fail(`${flags.listen} is taken; stop what listens there or choose another --listen`);
  fail(`cannot listen on ${flags.listen}: ${error.message}`);
});
server.listen(port, host, () => {
  const address = server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  const shown = host.includes(':') ? `[${host}]` : host;
  process.stdout.write(`demo listening on http://${shown}:${bound}\n`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    routes.close();
    // Long polls are open for up to 25 s. They are closed at once at the end.
    server.closeAllConnections();
  });
}
