// @ts-check
// `xpollens-onboarding check`: every rule holds for the reference backend, and one does not for a backend with a fault.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { check } from '../../bin/check.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { startFaultyBackend } from '../support/faulty-backend.mjs';
import { startHarness } from '../support/harness.mjs';
import { faultsOf } from './check-faults.mjs';

/** @type {import('../support/harness.mjs').Harness} */
let harness;
/** @type {import('../../bin/check/client.mjs').Credentials} */
let credentials;

before(async () => {
  harness = await startHarness();
  const { ONBOARDING_PARTNER_KEY, ONBOARDING_CALLBACK_USER, ONBOARDING_CALLBACK_PASSWORD } = /** @type {any} */ (harness.secrets);
  credentials = {
    partnerKey: ONBOARDING_PARTNER_KEY,
    callbacks: { user: ONBOARDING_CALLBACK_USER, password: ONBOARDING_CALLBACK_PASSWORD },
  };
});
after(() => harness?.stop());

test('every rule holds for the reference backend', async () => {
  const report = await check(harness.urls.backend, credentials);
  assert.deepEqual(report.findings, []);
  assert.ok(report.count >= 120, `${report.count} rules were looked at`);
});

test('of each of forty and more faults a rule tells', async (context) => {
  const faults = faultsOf(credentials);
  assert.ok(faults.length >= 40, `${faults.length} faults`);
  const sound = await startFaultyBackend(harness.urls.backend, {});
  assert.deepEqual((await check(sound.url, credentials)).findings, [], 'the proxy alone changes nothing');
  await sound.stop();
  for (const { name, part, rule, ...fault } of faults) {
    await context.test(`a backend that ${name} is found`, async () => {
      const faulty = await startFaultyBackend(harness.urls.backend, fault);
      const { findings } = await check(faulty.url, credentials, [part]).finally(faulty.stop);
      assert.ok(findings.some((finding) => rule.test(finding.rule)), JSON.stringify(findings));
    });
  }
});

for (const [what, args, environment, expected] of /** @type {[string, string[], Record<string, string>, RegExp][]} */ ([
  ['no command', [], {}, /Commands:\n {2}check/],
  ['an unknown command', ['chek'], {}, /no command chek/],
  ['no address', ['check'], {}, /one URL is expected/],
  ['an address of another kind', ['check', 'ftp://host'], {}, /https:\/\//],
  ['an unknown option', ['check', '--key', 'x'], {}, /--key/],
  ['no key', ['check', 'https://partner.example'], {}, /ONBOARDING_PARTNER_KEY/],
  ['a backend that does not answer', ['check', 'http://127.0.0.1:9'], { ONBOARDING_PARTNER_KEY: 'a' }, /check: fetch failed/],
])) {
  test(`with ${what} the command says what is missing and ends with 2`, () => {
    const env = { PATH: process.env.PATH, ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('bin', 'xpollens-onboarding.mjs'), ...args], { env });
    assert.match(String(stdout) + String(stderr), expected);
    assert.equal(status, 2);
  });
}
