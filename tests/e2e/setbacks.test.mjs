// @ts-check
// Failures of a first try, and final ones, as the page shows them: pictures refused, a check closed,
// a confirmation that failed, an account refused, the end of the ninety days. Each runs in a generation that has it.
// scenarios/ has these and all others without a page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { comeBack } from '../support/linked-customer.mjs';
import { CHECKED, DAY, MINUTE, SECOND, giveRest } from '../support/course.mjs';

/** @typedef {import('../support/customer.mjs').Customer} Customer */
/** @typedef {import('../support/desktop.mjs').Desktop} Desktop */

/** @type {{ legacy: import('../support/harness.mjs').Harness, current: import('../support/harness.mjs').Harness }} */
let funnels;
before(async () => {
  funnels = {
    legacy: await startHarness({ generation: 'legacy' }),
    current: await startHarness({ generation: 'current' }),
  };
});
after(async () => {
  await funnels?.legacy.stop();
  await funnels?.current.stop();
});

/**
 * Everything is submitted and the pictures are being checked, with a planned result.
 * @param {string} alias of the outcome
 */
const givenAll = (alias) => async (/** @type {Customer} */ customer) => {
  await customer.giveDetails();
  await customer.setOutcome(alias);
  await customer.bindPhone();
  await customer.takePictures();
  await giveRest(customer);
};

/** @param {Customer} customer whose taxes come next */
const givenAllButTaxes = async (customer) => {
  await customer.giveDetails();
  await customer.bindPhone();
  await customer.takePictures();
  await customer.giveSituation();
};

/**
 * A check on the waiting screen with its text.
 * @param {Desktop} desktop
 * @param {string} check key of its name
 * @param {string} words key of its text
 */
const seeCheck = (desktop, check, words) =>
  desktop.page
    .locator('.check')
    .filter({ hasText: desktop.text(check) })
    .filter({ hasText: desktop.text(words) })
    .waitFor();

test('a customer whose picture is blurred reads why, takes it again, and has the account', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.current, 'waiting.heading', givenAll('LC_DOC_QUALITY'));
  await phone.advance(CHECKED);
  await desktop.heading(desktop.text('waiting.again_heading')).waitFor();
  await seeCheck(desktop, 'diligence.identity_document', 'reason.document_quality');
  await phone.setOutcome('LC_ACCEPTED');
  await phone.takePictures();
  await desktop.heading(desktop.text('waiting.heading')).waitFor();
  await phone.advance(CHECKED);
  await desktop.seeOpenedAccount();
  assert.deepEqual(desktop.complaints, []);
});

test('a customer whose face is in the dark reads why, links the phone again, films it again, and has the account', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.legacy, 'waiting.heading', givenAll('LC_BIO_QUALITY'));
  await phone.advance(CHECKED);
  await seeCheck(desktop, 'diligence.selfie', 'reason.selfie_quality');
  await desktop.press('Continue: Your phone');
  await desktop.seeCode();
  await phone.setOutcome('LC_ACCEPTED');
  phone.takeNewPhone();
  await phone.launch(await desktop.readCode());
  await phone.takePictures();
  await desktop.heading(desktop.text('waiting.heading')).waitFor();
  await phone.advance(CHECKED);
  await desktop.seeOpenedAccount();
  assert.deepEqual(desktop.complaints, []);
});

test('a customer whose identity check was closed starts a new one on the page, and has the account', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.current, 'waiting.heading', givenAll('LC_EXPIRED'));
  await phone.advance(CHECKED);
  await desktop.heading(desktop.text('waiting.closed_heading')).waitFor();
  assert.equal((await phone.prospect()).kycStatus, 'Rejected');
  await phone.setOutcome('LC_ACCEPTED');
  const isBegun = desktop.page.waitForResponse('**/onboarding/steps/identity');
  await desktop.press(desktop.text('waiting.new_check'));
  assert.equal((await isBegun).status(), 200);
  await phone.advance(5 * SECOND);
  await desktop.heading(desktop.text('waiting.phone_heading')).waitFor();
  await phone.takePictures();
  await desktop.heading(desktop.text('waiting.heading')).waitFor();
  await phone.advance(CHECKED);
  await desktop.seeOpenedAccount();
  assert.deepEqual(desktop.complaints, []);
});

test('a customer refuses the confirmation, lets the next one expire, requests it again, and validates it', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.legacy, 'tax.heading', givenAllButTaxes);
  const left = desktop.page.getByRole('timer', { name: desktop.text('confirm.left') });
  const again = () => desktop.press(desktop.text('confirm.again'));
  const said = (/** @type {string} */ key) =>
    desktop.page.locator('[aria-live]').filter({ hasText: desktop.text(key) }).waitFor({ state: 'attached' });

  await desktop.giveTaxes();
  await left.waitFor();
  await phone.decide('refuse');
  await desktop.page.locator('.confirm').getByText(desktop.text('reason.confirmation_refused')).waitFor();
  await said('reason.confirmation_refused');
  assert.equal(await left.count(), 0, 'nothing is in progress any more');

  await again();
  await left.waitFor();
  await phone.advance(5 * MINUTE + 5 * SECOND);
  await desktop.page.locator('.confirm').getByText(desktop.text('reason.confirmation_timed_out')).waitFor();
  await said('reason.confirmation_timed_out');
  assert.deepEqual(await phone.notifications(), []);

  await again();
  await left.waitFor();
  await phone.decide('validate');
  await desktop.heading(desktop.text('terms.heading')).waitFor();
  await said('announce.confirmed');
  assert.deepEqual(desktop.complaints, []);
});

test('a customer who sees a wrong answer on the phone refuses it, corrects the answers, and validates them', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.legacy, 'tax.heading', givenAllButTaxes);
  const country = desktop.page.locator('[name="residences.0.country"]');
  const usPerson = (/** @type {'true' | 'false'} */ answer) =>
    desktop.page.getByRole('radio', { name: desktop.text(`isUsPerson.${answer}`), exact: true }).check();
  await usPerson('false');
  await country.selectOption('DE');
  await desktop.page.locator('[name="residences.0.tin"]').fill('65929970489');
  await desktop.press(desktop.text('tax.submit'));
  await desktop.seeConfirmationAwaited();
  await phone.decide('refuse');
  await desktop.page.locator('.confirm').getByText(desktop.text('reason.confirmation_refused')).waitFor();

  await desktop.press(desktop.text('tax.edit'));
  await desktop.heading(desktop.text('tax.heading')).waitFor();
  assert.equal(await country.inputValue(), 'DE', 'the previous answer is filled in');
  await desktop.press(desktop.text('form.back'));
  await desktop.seeConfirmationAwaited();
  await desktop.press(desktop.text('tax.edit'));
  await country.selectOption('FR');
  await desktop.press(desktop.text('tax.submit'));
  await desktop.seeConfirmationAwaited();
  await phone.decide('validate');
  await desktop.heading(desktop.text('terms.heading')).waitFor();
  const { appUserId } = (await phone.prospect()) ?? {};
  /** @type {{ method: string, path: string, body: unknown }[]} */
  const received = await funnels.legacy.sandbox.control('/received');
  const declared = received.filter(({ method, path }) => method !== 'GET' && path.includes(`/${appUserId}/`) && path.includes('fatca'));
  assert.deepEqual(declared.map(({ body }) => JSON.stringify(body).match(/"(?:DE|FR)"/)?.[0]), ['"DE"', '"FR"']);
  assert.deepEqual(desktop.complaints, []);
});

test('a customer who declared by mistake to be a US person and has no W-9 corrects the answer', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.legacy, 'tax.heading', givenAllButTaxes);
  await desktop.page.getByRole('radio', { name: desktop.text('isUsPerson.true'), exact: true }).check();
  await desktop.page.locator('[name="residences.0.country"]').selectOption('US');
  await desktop.page.locator('[name="residences.0.tin"]').fill('123456789');
  await desktop.press(desktop.text('tax.submit'));
  await desktop.seeConfirmationAwaited();
  await phone.decide('validate');
  await desktop.heading('Send your form W-9').waitFor();

  await desktop.press(desktop.text('tax.edit'));
  await desktop.giveTaxes();
  await phone.decide('validate');
  await desktop.heading(desktop.text('terms.heading')).waitFor();
  await desktop.page.locator('[data-step="tax"][data-mark="done"]').waitFor();
  assert.deepEqual(desktop.complaints, []);
});

test('a refused customer sees a friendly message without a reason, also after a reload', async (t) => {
  const { desktop, phone } = await comeBack(t, funnels.current, 'waiting.heading', givenAll('LC_FRAUD'));
  await phone.advance(CHECKED);
  const expectRefused = async () => {
    await desktop.heading(desktop.text('refused.heading')).waitFor();
    const panel = desktop.page.locator('.panel');
    assert.equal(await panel.innerText(), `${desktop.text('refused.heading')}\n\n${desktop.text('refused.intro')}`);
    assert.equal(await panel.getByRole('button').count(), 0);
    assert.deepEqual(await desktop.readStepLabels(), [], 'no step shows where the onboarding ended');
    assert.doesNotMatch(await desktop.readAll(), /fraud|forge|suspicion|sanction/i);
  };
  await expectRefused();
  await desktop.visit(funnels.current.urls.page, { heading: 'refused.heading' });
  await expectRefused();
  assert.deepEqual(desktop.complaints, []);
});

test('a customer who returns after the announced ninety days finds no data and starts again', async (t) => {
  const funnel = funnels.legacy;
  const { desktop, phone } = await comeBack(t, funnel, 'declarative.heading', async (customer) => {
    await customer.giveDetails();
    await customer.bindPhone();
    await customer.takePictures();
  });
  const { email, phoneNumber, lastName } = phone.details;
  const { prospectExpiresAt, now } = await phone.snapshot();
  assert.ok(Date.parse(prospectExpiresAt) - Date.parse(now) > 89 * DAY);
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(Date.parse(prospectExpiresAt));
  await desktop.press(new RegExp(desktop.text('step.identity')));
  const kept = await desktop.page.getByText(desktop.text('waiting.kept').split('{')[0]).innerText();
  for (const part of day.split(/\W+/)) assert.ok(kept.includes(part), `${kept} contains ${day}`);

  await phone.advance(90 * DAY);
  await desktop.press('Continue: Your situation');
  await desktop.giveSituation();
  await desktop.heading(desktop.text('expired.heading')).waitFor();
  assert.deepEqual(await desktop.readStepLabels(), []);
  const held = await desktop.readAll();
  for (const personal of [email, phoneNumber, lastName]) assert.equal(held.includes(personal), false, personal);
  assert.equal((await phone.call('GET', '/profile')).status, 404);

  await desktop.press(desktop.text('expired.restart'));
  await desktop.heading(desktop.text('group.identity')).waitFor();
  const typed = Object.entries(await desktop.readForm()).filter(([name]) => name !== 'phoneCountry');
  assert.deepEqual(typed.filter(([, value]) => value), [], 'no value of the previous onboarding is filled in');
  await desktop.giveDetails(newCustomer());
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});
