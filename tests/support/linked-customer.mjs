// @ts-check
// A customer at the page whose phone only makes calls. The customer either did everything on the page, or comes back to
// it. Read next: stories.test.mjs.

import { Customer } from './customer.mjs';
import { Desktop, newCustomer } from './desktop.mjs';

const SECOND = 1000;

/** @typedef {import('./harness.mjs').Harness} Harness */

/**
 * The page for a new customer.
 * @param {import('node:test').TestContext} t
 * @param {Harness} funnel
 */
export async function openPage(t, funnel) {
  const desktop = await Desktop.open(funnel.urls.page);
  t.after(desktop.close);
  return desktop;
}

/**
 * A customer who filled the first form on the page and whose phone was linked with the code shown there.
 * @param {import('node:test').TestContext} t
 * @param {Harness} funnel
 * @param {Partial<import('./desktop.mjs').Customer>} [given]
 * @param {(desktop: Desktop) => Promise<void>} [before] actions on the page while the code is shown
 */
export async function linkPhone(t, funnel, given, before) {
  const desktop = await openPage(t, funnel);
  const details = newCustomer(given);
  await desktop.giveDetails(details);
  await funnel.sandbox.advance(5 * SECOND);
  await desktop.seeCode();
  await before?.(desktop);
  await desktop.seeCode();
  const phone = new Customer(funnel, '', '', '');
  phone.details = details;
  await phone.launch(await desktop.readCode());
  await phone.advance(5 * SECOND);
  return { desktop, phone };
}

/**
 * A customer who comes back to the page in the same browser. The first visit consisted of calls only.
 * @param {import('node:test').TestContext} t
 * @param {Harness} funnel
 * @param {string} heading key of the page's heading now
 * @param {(customer: Customer) => Promise<void>} before actions of the first visit
 */
export async function comeBack(t, funnel, heading, before) {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  const opened = await desktop.context.request.post(`${funnel.urls.page}demo/session`);
  const { sessionToken } = await opened.json();
  const phone = new Customer(funnel, '', sessionToken, '');
  phone.details = newCustomer();
  await before(phone);
  await desktop.visit(funnel.urls.page, { heading });
  return { desktop, phone };
}
