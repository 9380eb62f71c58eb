// @ts-check
// The home page: how far the account is and what is being checked. It only tells; the next thing to do is on the
// computer, except the proof of identity if it was put off.

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

  return {
    node,
    update(device) {
      // Drawn again only when something is new, so that nothing moves under a finger or a screen reader.
      const state = JSON.stringify([device.firstName, device.identification, device.account, device.userRecordStatus]);
      if (state === drawn) return;
      drawn = state;
      const summary = summarise(device);
      const heading = node.querySelector('h1');
      if (heading) heading.textContent = device.firstName ? `${texts.hello} ${device.firstName}` : texts.hello;
      body.replaceChildren(accountCard(summary, texts), progressList(device, summary, texts));
      if (device.identification === 'required' && summary === 'opening') {
        body.append(h('div', { class: 'actions' }, button(texts.addIdentity, () => app.postponeIdentity(false))));
      }
      if (before !== null) app.announce(before === summary ? identityState(device, texts) : cardTexts(summary, texts).head);
      // The notice was about what came before the account opened or was refused.
      if (before !== null && before !== summary) notice?.remove();
      before = summary;
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
 * @param {Device} device
 * @param {Texts} texts
 * @returns {string}
 */
function identityState(device, texts) {
  switch (device.identification) {
    case 'required': return texts.identityStateRequired;
    case 'running': return texts.identityStateRunning;
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
