// @ts-check
// What is seen of a row of directions.mjs: codes, account numbers and countdowns are read from the left, phones read both
// codes, and the module is mirrored only for texts from right to left.

import assert from 'node:assert/strict';
import { example } from '../support/played-backend.mjs';
import { IN_ARABIC } from './directions.mjs';
import { CODE, isOnTheRight, pictureOf, readFromTheLeft, readQr, scanInView, untilThere } from './look.mjs';

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./played-site.mjs').PartnerPage} host
 */
export async function seeDirection(opened, host) {
  await seeCode(opened, host);
  await seeAccount(opened, host);
}

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./played-site.mjs').PartnerPage} host
 */
async function seeCode({ page, site }, host) {
  await page.goto(site.show(host));
  await untilThere(page, '.symbol');
  assert.equal((await readFromTheLeft(page, '.figures')).toLowerCase(), CODE);
  assert.match(await readFromTheLeft(page, '.ring-figures'), /^[12]:\d\d$/);
  assert.equal(await scanInView(page), CODE);
  const isMirrored = host === IN_ARABIC;
  assert.equal(await isOnTheRight(page, '.panel', '.rail'), !isMirrored, 'the steps are where the lines begin');
  if (!isMirrored) assert.match(await readFromTheLeft(page, '.warning span'), /\.$/, 'a sentence ends with its full stop');
}

/**
 * @param {import('./opened.mjs').Opened} opened
 * @param {import('./played-site.mjs').PartnerPage} host
 */
async function seeAccount({ page, site }, host) {
  await page.goto(site.show(host, 'transfer'));
  await untilThere(page, '.symbol');
  const { iban, bic, reference } = example('snapshot.transfer').transfer;
  const read = [];
  for (let line = 1; await page.evaluate(hasLine, line); line += 1)
    read.push(await readFromTheLeft(page, `.account-line:nth-child(${line}) .account-value`));
  for (const value of [iban, bic, reference]) assert.ok(read.includes(value.replaceAll(' ', '')), `${value}: ${read}`);
  assert.ok(readQr(await pictureOf(page)).includes(iban.replaceAll(' ', '')), 'a phone reads the account');
}

/** Runs in the page. @param {number} line */
const hasLine = (line) =>
  Boolean(document.querySelector('xpollens-onboarding')?.shadowRoot?.querySelector(`.account-line:nth-child(${line}) .account-value`));
