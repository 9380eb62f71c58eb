// @ts-check
// The customer's actions that lead to a state.

import { newCustomer } from '../desktop.mjs';
import { problem } from '../played-backend.mjs';

/** @typedef {import('../desktop.mjs').Desktop} Desktop */

/** @type {(key: string) => (desktop: Desktop) => Promise<void>} */
export const press = (key) => (desktop) => desktop.press(desktop.text(key));
/** @type {(key: string) => (desktop: Desktop) => Promise<void>} */
export const pressAndFail = (key) => async (desktop) => {
  await desktop.press(desktop.text(key));
  await desktop.page.locator('.notice:visible').waitFor();
};
/** @type {(selector: string) => (desktop: Desktop) => Promise<void>} */
export const seen = (selector) => (desktop) => desktop.page.locator(selector).first().waitFor();
/** @type {(...acts: ((desktop: Desktop) => Promise<unknown>)[]) => (desktop: Desktop) => Promise<void>} */
export const first = (...acts) => async (desktop) => {
  for (const act of acts) await act(desktop);
};
/** @type {(desktop: Desktop) => Promise<void>} */
export const chooseTransfer = async (desktop) => {
  await desktop.page.getByRole('radio', { name: desktop.text('diligence.transfer') }).check();
  await desktop.press(desktop.text('form.next'));
};
/** @type {(desktop: Desktop, typed: string) => Promise<void>} */
export const typeOccupation = async (desktop, typed) => {
  await desktop.page.getByRole('combobox', { name: desktop.text('field.economicActivity') }).fill(typed);
  await desktop.page.getByRole('listbox').getByRole('option').first().waitFor();
};
export const details = {
  fill: (/** @type {Desktop} */ desktop) => desktop.fillDetails(newCustomer()),
  send: (/** @type {Desktop} */ desktop) => desktop.sendDetails(),
};
export const sendDetails = first(details.fill, details.send);
/** @type {(sheet: string, field: string, code: string) => import('./state.mjs').State} */
export const refusedDetail = (sheet, field, code) => ({
  name: `details-${field.replace('address.', '')}-${code}`.replaceAll(/[^a-z-]/gi, '-').toLowerCase(),
  before: 'group.identity',
  heading: `group.${sheet}`,
  answers: { 'PUT /onboarding/steps/profile': problem(422, 'validation_failed', { errors: [{ field, code }] }) },
  act: first(sendDetails, (desktop) => desktop.seeError(field)),
});
export const choose = (/** @type {object} */ file) => (/** @type {Desktop} */ desktop) =>
  desktop.page.locator('#file').setInputFiles(/** @type {any} */ (file));
export const sendDocument = press('documents.send');
/** @type {(isAllowed: boolean) => (desktop: Desktop) => Promise<void>} */
export const letCopy = (isAllowed) => (desktop) =>
  desktop.page.evaluate((isAllowed) => {
    const writeText = () => (isAllowed ? Promise.resolve() : Promise.reject(new Error('no')));
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  }, isAllowed);
/** @type {(label: string, ...options: string[]) => (desktop: Desktop) => Promise<unknown>} */
export const select = (label, ...options) => async (desktop) => {
  const lists = await desktop.page.getByRole('combobox', { name: desktop.text(label) }).all();
  for (const [index, option] of options.entries()) await lists[index]?.selectOption(option);
};
