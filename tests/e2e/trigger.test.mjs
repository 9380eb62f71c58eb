// @ts-check
// `xpollens-onboarding trigger`: each published callback reaches the reference backend, about the named customer and nobody else.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Client } from '../../bin/check/client.mjs';
import { Report } from '../../bin/check/report.mjs';
import { credentialsOf } from '../../bin/credentials.mjs';
import { trigger } from '../../bin/trigger.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { startHarness } from '../support/harness.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let harness;
/** @type {import('../../bin/check/client.mjs').Credentials} */
let credentials;
/** @type {Client} */
let client;

before(async () => {
  harness = await startHarness();
  credentials = credentialsOf(harness.secrets);
  client = new Client(harness.urls.backend, credentials, new Report());
});
after(() => harness?.stop());

/**
 * Runs the command as a program of its own.
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 * @returns {Promise<{ code: number, output: string }>}
 */
const command = (args, environment = {}) =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, ...environment } };
    execFile(process.execPath, [inRepository('bin', 'xpollens-onboarding.mjs'), 'trigger', ...args], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });

test('every published callback is acknowledged, and changes no other customer', async () => {
  const [someone, other] = [await client.newCustomer(), await client.newCustomer()];
  const { now, ...before } = await client.snapshot(other.token);
  const files = readdirSync(inRepository('contract', 'callbacks'));
  assert.ok(files.length >= 30, `${files.length} callbacks`);
  for (const name of files.map((file) => file.replace('.json', ''))) {
    const { status } = await trigger(harness.urls.backend, credentials, { name, customer: someone.reference });
    assert.ok(status >= 200 && status < 300, `${name}: ${status}`);
  }
  assert.notEqual((await client.snapshot(someone.token)).onboarding, 'not_started');
  const { now: later, ...after } = await client.snapshot(other.token);
  assert.deepEqual(after, before, `between ${now} and ${later}`);
});

for (const [name, values, seen] of /** @type {[string, [string, string][], (snapshot: any) => unknown][]} */ ([
  ['34', [], (it) => it.onboarding === 'in_progress'],
  ['34', [['userRecordStatus', 'Validated']], (it) => it.onboarding === 'validated'],
  ['34-numeric', [['userRecordStatus', 'Refused']], (it) => it.onboarding === 'refused'],
  ['35-bare', [], (it) => it.activation.state === 'ready'],
  ['35-error', [], (it) => it.activation.state === 'error'],
])) {
  test(`callback ${[name, ...values.flat()].join(' ')} moves the customer`, async () => {
    const { reference, token } = await client.newCustomer();
    await trigger(harness.urls.backend, credentials, { name, customer: reference, values });
    const snapshot = await client.snapshot(token);
    assert.ok(seen(snapshot), JSON.stringify(snapshot));
  });
}

test('the command tells where the customer stands, and not the activation code', async () => {
  const { reference } = await client.newCustomer();
  const code = '00112233445566778899aabbccddeeff';
  const args = ['35-bare', harness.urls.backend, '--customer', reference, '--set', `ActivationCode=${code}`];
  const first = await command(args, harness.secrets);
  assert.match(first.output, /callback 35-bare was acknowledged with 2\d\d\nthe customer's onboarding: initialized, revision \d+\n {2}profile +done/);
  assert.doesNotMatch(first.output, new RegExp(code));
  assert.equal(first.code, 0);
});

test('a callback that the backend refuses ends the command with 1', async () => {
  const { reference } = await client.newCustomer();
  const secrets = { ...harness.secrets, ONBOARDING_CALLBACK_PASSWORD: 'another-password-of-nobody' };
  const { code, output } = await command(['34', harness.urls.backend, '--customer', reference], secrets);
  assert.match(output, /callback 34 was refused with 401\nthe customer's onboarding: not_started/);
  assert.equal(code, 1);
});

for (const [what, args, expected] of /** @type {[string, (url: string) => string[], RegExp][]} */ ([
  ['no callback', () => [], /one callback and one URL are expected/],
  ['an unknown callback', (url) => ['99', url, '--customer', 'a'], /no callback 99\. The callbacks are: .*34, /],
  ['a path for a callback', (url) => ['../fixtures/profile', url, '--customer', 'a'], /no callback \.\./],
  ['no customer', (url) => ['34', url], /--customer is missing/],
  ['an unknown customer', (url) => ['34', url, '--customer', 'nobody'], /does not know a customer nobody/],
  ['an unknown member', (url) => ['34', url, '--customer', 'a', '--set', 'state=Validated'], /has no state/],
  ['a value without a name', (url) => ['34', url, '--customer', 'a', '--set', 'Validated'], /NAME=VALUE/],
  ['an address of another kind', () => ['34', 'ftp://host', '--customer', 'a'], /https:\/\//],
  ['an unknown option', (url) => ['34', url, '--user', 'a'], /--user/],
])) {
  test(`with ${what} the command says what is missing and ends with 2`, async () => {
    const { code, output } = await command(args(harness.urls.backend), harness.secrets);
    assert.match(output, expected);
    assert.equal(code, 2);
  });
}

test('without the credentials of the callbacks nothing is sent', async () => {
  const { code, output } = await command(['34', harness.urls.backend, '--customer', 'a'], { ONBOARDING_PARTNER_KEY: credentials.partnerKey });
  assert.match(output, /ONBOARDING_CALLBACK_USER/);
  assert.equal(code, 2);
});
