// @ts-check
// The home page: the state of the account and of the checks. It only informs: the next step is on the
// computer, except a postponed proof of identity, and the transfer, which the other bank's app makes.

import { inEuros } from '../amount.js';
import { button, h, title } from '../dom.js';
import { icon } from '../icons.js';
import { noticeOf } from './notice.js';

/** @typedef {import('../api.js').Device} Device */
/** @typedef {import('../texts.js').Texts} Texts */

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function homeScreen(app) {
  const { texts } = app;
  const notice = noticeOf(app.takeNotice());
  const body = h('div', { class: 'home-body' });
  const node = h(
    'section',
    { class: 'page home' },
    title(texts.hello, notice),
    notice,
    body,
  );
  let drawn = '';
  /** @type {Summary | null} */
  let before = null;
  /** @type {string | undefined} */
  let paid;

  return {
    node,
    update(device) {
      // Drawn again only after a change, so that nothing moves under a finger or a screen reader.
      const state = JSON.stringify([device.firstName, device.identification, device.transfer, device.account, device.userRecordStatus]);
      if (state === drawn) return;
      drawn = state;
      const summary = summarise(device);
      const heading = node.querySelector('h1');
      if (heading) heading.textContent = device.firstName ? `${texts.hello} ${device.firstName}` : texts.hello;
      body.replaceChildren(accountCard(summary, texts), progressList(device, summary, texts));
      if (device.identification === 'required' && summary === 'opening') {
        body.append(h('div', { class: 'actions' }, button(texts.addIdentity, () => app.postponeIdentity(false))));
      }
      if (device.identification === 'transfer' && summary === 'opening') body.append(bankCard(device, app));
      if (before !== null) app.announce(before === summary ? identityState(device, texts) : cardTexts(summary, texts).head);
      // The notice is outdated once the account was opened or refused, or the money arrived.
      const hasMoved = before !== summary || paid !== device.transfer?.status;
      if (before !== null && hasMoved) notice?.remove();
      before = summary;
      paid = device.transfer?.status;
    },
  };
}

/** @typedef {'opening' | 'open' | 'refused'} Summary */

/**
 * @param {Device} device
 * @returns {Summary}
 */
export function summarise(device) {
  if (device.userRecordStatus === 'Refused') return 'refused';
  return device.account === 'Activated' ? 'open' : 'opening';
}

/**
 * @param {Summary} summary
 * @param {Texts} texts
 */
function cardTexts(summary, texts) {
  if (summary === 'open') return { head: texts.accountOpen, text: texts.accountOpenText, icon: /** @type {const} */ ('check') };
  if (summary === 'refused') return { head: texts.accountRefused, text: texts.accountRefusedText, icon: /** @type {const} */ ('alert') };
  return { head: texts.accountOpening, text: texts.accountOpeningText, icon: /** @type {const} */ ('clock') };
}

/**
 * @param {Summary} summary
 * @param {Texts} texts
 */
function accountCard(summary, texts) {
  const words = cardTexts(summary, texts);
  return h(
    'div',
    { class: `account-card ${summary}` },
    h('div', { class: 'account-sign' }, icon(words.icon)),
    h('h2', {}, words.head),
    h('p', {}, words.text),
  );
}

/**
 * The entry to the other bank's app, and the state of the last transfer. Another one is offered unless the last one may
 * still arrive.
 * @param {Device} device
 * @param {import('../app.js').App} app
 */
function bankCard(device, app) {
  const { texts } = app;
  const last = device.transfer;
  const activity = last === null ? texts.bankCardText : `${inEuros(last.amountCents, app.language)} · ${transferState(last.status, texts)}`;
  const isUnderWay = last !== null && last.status !== 'returned';
  return h(
    'section',
    { class: 'bank-card', 'aria-labelledby': 'bank-title' },
    h('h2', { id: 'bank-title' }, icon('bank'), texts.bankName),
    h('p', {}, activity),
    !isUnderWay && button(texts.bankOpen, () => app.showBank(true), 'secondary'),
  );
}

/**
 * @param {string} status
 * @param {Texts} texts
 * @returns {string}
 */
function transferState(status, texts) {
  switch (status) {
    case 'sent': return texts.transferSent;
    case 'in_review': return texts.transferInReview;
    case 'booked': return texts.transferBooked;
    case 'returned': return texts.transferReturned;
    default: return texts.identityStateUnknown;
  }
}

/**
 * @param {Device} device
 * @param {Texts} texts
 * @returns {string}
 */
function identityState(device, texts) {
  switch (device.identification) {
    case 'required': return texts.identityStateRequired;
    case 'running': return texts.identityStateRunning;
    case 'transfer': return texts.identityStateTransfer;
    case 'done': return texts.identityStateDone;
    case 'failed': return texts.identityStateFailed;
    default: return texts.identityStateUnknown;
  }
}

/**
 * @param {Device} device
 * @param {Summary} summary
 * @param {Texts} texts
 */
function progressList(device, summary, texts) {
  const account = { opening: texts.accountStateOpening, open: texts.accountStateOpen, refused: texts.accountStateRefused };
  const isDone = device.identification === 'done';
  return h(
    'section',
    { class: 'progress', 'aria-labelledby': 'progress-title' },
    h('h2', { id: 'progress-title' }, texts.progress),
    h(
      'ul',
      {},
      row('phone', texts.phoneLinked, texts.phoneLinkedState, 'done'),
      row('card', texts.identity, identityState(device, texts), isDone ? 'done' : device.identification === 'failed' ? 'bad' : 'open'),
      row('wallet', texts.account, account[summary], summary === 'open' ? 'done' : summary === 'refused' ? 'bad' : 'open'),
    ),
  );
}

/**
 * @param {import('../icons.js').IconName} picture
 * @param {string} name
 * @param {string} state
 * @param {'done' | 'open' | 'bad'} kind
 */
function row(picture, name, state, kind) {
  const sign = kind === 'done' ? 'check' : kind === 'bad' ? 'alert' : 'clock';
  return h('li', { class: kind }, icon(picture), h('div', {}, h('strong', {}, name), h('span', {}, state)), icon(sign));
}
