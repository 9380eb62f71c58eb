// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('server.mjs', import.meta.url));

/**
 * @param {string[]} flags
 * @param {Record<string, string>} environment
 */
function start(flags, environment = { ONBOARDING_PARTNER_KEY: 'key' }) {
  const child = spawn(process.execPath, [PROGRAM, ...flags], { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part) => { errors += part; });
  return { child, errors: () => errors };
}

test('the server prints one line when it is ready and ends on SIGTERM', async () => {
  const { child } = start(['--listen', '127.0.0.1:0']);
  const [line] = await once(child.stdout, 'data');
  assert.match(String(line), /^demo listening on http:\/\/127\.0\.0\.1:[1-9]\d*\n$/);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('a taken port is reported in one line that says what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const { child, errors } = start(['--listen', `127.0.0.1:${port}`]);
  const [code] = await once(child, 'close');
  other.close();
  assert.equal(code, 1);
  assert.match(errors(), /^demo: 127\.0\.0\.1:\d+ is taken; .*another --listen\n$/);
});

test('a missing key, a public address and an unknown flag are refused with their names', async () => {
  /** @type {Array<[string[], Record<string, string>, RegExp]>} */
  const cases = [
    [[], {}, /ONBOARDING_PARTNER_KEY/],
    [['--listen', '0.0.0.0:8070'], { ONBOARDING_PARTNER_KEY: 'key' }, /--listen must be a loopback address/],
    [['--backend', 'nonsense'], { ONBOARDING_PARTNER_KEY: 'key' }, /--backend must be/],
    [['--port', '1'], { ONBOARDING_PARTNER_KEY: 'key' }, /--port/],
  ];
  for (const [flags, environment, message] of cases) {
    const { child, errors } = start(flags, environment);
    const [code] = await once(child, 'close');
    assert.equal(code, 1, flags.join(' '));
    assert.match(errors(), message);
  }
});
