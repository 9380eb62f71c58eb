// @ts-check
// The most frequent detours of customers, on the page. The phone only makes calls. All
// other stories are in scenarios/, without a page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { linkPhone, openPage } from '../support/linked-customer.mjs';
import { example, playBackend } from '../support/played-backend.mjs';

const MINUTE = 60_000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

test('a customer whose names were swapped corrects only the names and is accepted', async (t) => {
  const { desktop, phone } = await linkPhone(t, funnel, { firstName: 'Berthier', lastName: 'Corinne' });
  await phone.set('/outcome', { mismatch: 'firstNameAndLastName' });
  await phone.takePictures();
  await phone.advance(7 * MINUTE);
  await desktop.page.getByRole('button', { name: new RegExp(desktop.text('step.profile')) }).first().click();
  await desktop.heading(desktop.text('record.correct')).waitFor();
  await desktop.page.getByText(desktop.text('reason.names_swapped')).waitFor();
  assert.deepEqual(await desktop.readForm(), { firstName: 'Berthier', lastName: 'Corinne' });
  await desktop.fill('firstName', 'Corinne');
  await desktop.fill('lastName', 'Berthier');
  await desktop.press(desktop.text('record.submit'));
  await desktop.heading(desktop.text('record.correct')).waitFor({ state: 'detached' });
  await phone.advance(7 * MINUTE);
  await desktop.page.getByRole('listitem').filter({ hasText: desktop.text('step.identity') }).filter({ hasText: desktop.text('state.done') }).waitFor();
  assert.equal((await phone.prospect()).kycStatus, 'Complete');
  assert.deepEqual(desktop.complaints, []);
});

test('a customer refuses the scan, pays by transfer, another person’s money comes back, then their own is accepted', async (t) => {
  const { desktop, phone } = await linkPhone(t, funnel, {}, (desktop) => desktop.takeTransfer());
  await phone.refuseScanOnPhone();
  await phone.takePictures({ selfieSeconds: 0 });
  await phone.advance(7 * MINUTE);
  await desktop.press(/^Continue: /);
  await desktop.giveSituation();
  await desktop.heading(desktop.text('tax.heading')).waitFor();
  await desktop.press(new RegExp(desktop.text('step.identity')));
  await desktop.heading(desktop.text('transfer.heading')).waitFor();
  await phone.pay({ amountCents: 1000, instant: true, payerFullName: 'Paul Martin' });
  await phone.advance(1 * MINUTE);
  await desktop.page.getByText(desktop.text('reason.other_payer')).waitFor();
  await phone.pay({ amountCents: 1000, instant: true });
  await phone.advance(1 * MINUTE);
  await desktop.heading(desktop.text('transfer.heading')).waitFor({ state: 'detached' });
  assert.equal((await phone.prospect()).kycStatus, 'Complete');
});

test('a US person sends a W-9, sees it under review, must send a better one, then is accepted', async (t) => {
  const { desktop, phone } = await linkPhone(t, funnel);
  await desktop.press(/Your situation$/);
  await desktop.giveSituation();
  // Taxes are confirmed on the phone, so the page first leads back to its activation.
  await desktop.seeCode();
  await phone.takePictures();
  await phone.advance(7 * MINUTE);
  await desktop.press('Continue: Tax details');
  await desktop.heading(desktop.text('tax.heading')).waitFor();
  await desktop.page.getByRole('radio', { name: desktop.text('isUsPerson.true'), exact: true }).check();
  await desktop.press(desktop.text('tax.add'));
  const countries = desktop.page.getByRole('combobox', { name: desktop.text('field.residence.country'), exact: true });
  await countries.nth(0).selectOption('FR');
  await countries.nth(1).selectOption('US');
  await desktop.page.locator('[name="residences.1.tin"]').fill('123456789');
  await desktop.press(desktop.text('tax.submit'));
  await desktop.seeConfirmationAwaited();
  await phone.decide('validate');
  await phone.set('/documents', { FATCA_W9: 'refused' });

  const heading = desktop.heading('Send your form W-9');
  const pdf = { name: 'fw9.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 a document') };
  const choose = (/** @type {typeof pdf} */ file) => desktop.page.locator('#file').setInputFiles(file);
  await heading.waitFor();
  await choose({ ...pdf, buffer: Buffer.from('no document, whatever it is called') });
  await desktop.page.getByText(desktop.text('error.file_type')).waitFor();
  await choose(pdf);
  await desktop.page.getByText('fw9.pdf').waitFor();
  await desktop.press(desktop.text('documents.send'));
  await heading.waitFor({ state: 'detached' });
  // The page continues with the terms and announces the result there.
  await desktop.heading(desktop.text('terms.heading')).waitFor();
  await phone.advance(2 * MINUTE);
  await desktop.page.locator('[data-step="tax"]').filter({ hasText: desktop.text('state.review') }).waitFor();
  await phone.advance(10 * MINUTE);
  await desktop.press(/Tax details\s*Action needed/);
  await heading.waitFor();
  await desktop.page.getByText(desktop.text('reason.document_refused')).waitFor();

  await phone.set('/documents', { FATCA_W9: 'validated' });
  await choose(pdf);
  await desktop.press(desktop.text('documents.send'));
  await heading.waitFor({ state: 'detached' });
  await phone.advance(12 * MINUTE);
  await desktop.page.locator('[data-step="tax"][data-mark="done"]').waitFor();
  assert.deepEqual(desktop.complaints, []);
});

test('the self-certification is downloaded after the opening', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  await playBackend(desktop.page, example('snapshot.opened'), {
    'GET /onboarding/self-certification': { contentType: 'application/pdf', body: '%PDF-1.4 certified' },
  });
  await desktop.visit(funnel.urls.page, { heading: 'opened.heading' });
  const [download] = await Promise.all([
    desktop.page.waitForEvent('download'),
    desktop.press(desktop.text('opened.download')),
  ]);
  assert.match(download.suggestedFilename(), /\.pdf$/);
  await desktop.page.locator('[aria-live]').filter({ hasText: desktop.text('opened.saved') }).waitFor({ state: 'attached' });
  assert.deepEqual(desktop.complaints, []);
});

test('towns are offered for a postcode, and the only one of a postcode is filled in', async (t) => {
  const desktop = await openPage(t, funnel);
  await desktop.fillDetails(newCustomer());
  await desktop.fill('address.city', '');
  await desktop.page.getByRole('combobox', { name: desktop.text('field.address.country'), exact: true }).selectOption('FR');
  const town = desktop.page.getByRole('combobox', { name: desktop.text('field.address.city'), exact: true });
  await desktop.fill('address.zipCode', '01090');
  await desktop.page.locator('[data-field="address.city"] datalist option').nth(1).waitFor({ state: 'attached' });
  assert.equal(await town.inputValue(), '', 'of several, none is chosen for the customer');
  await desktop.fill('address.zipCode', '92100');
  await desktop.page.waitForFunction(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    return /** @type {HTMLInputElement | null} */ (root?.getElementById('address.city'))?.value;
  });
  assert.equal(await town.inputValue(), 'Boulogne-Billancourt');
  await desktop.page.locator('[aria-live]').filter({ hasText: desktop.text('announce.town') }).waitFor({ state: 'attached' });
  assert.deepEqual(desktop.complaints, []);
});

test('a national phone number is accepted with its country', async (t) => {
  const desktop = await openPage(t, funnel);
  const customer = newCustomer();
  const national = customer.phoneNumber.replace('+33', '0').replaceAll(/(..)(?=.)/g, '$1 ');
  await desktop.giveDetails({ ...customer, phoneNumber: national });
  const received = JSON.stringify(await funnel.sandbox.control('/received'));
  assert.ok(received.includes(customer.phoneNumber) || received.includes(customer.phoneNumber.replace('+', '00')), received);
  assert.deepEqual(desktop.complaints, []);
});
