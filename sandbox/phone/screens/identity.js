// @ts-check
// Explains what the identification asks for, before it opens.

import { button, h, title } from '../dom.js';
import { icon } from '../icons.js';
import { noticeOf } from './notice.js';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function identityScreen(app) {
  const { texts } = app;
  const notice = noticeOf(app.takeNotice());
  const face = h('li', {}, icon('face'), h('span', {}, texts.identitySelfie));
  const transfer = h('li', { hidden: true }, icon('bank'), h('span', {}, texts.identityTransfer));
  return {
    update(device) {
      face.hidden = device.proof === 'transfer';
      transfer.hidden = !face.hidden;
    },
    node: h(
      'section',
      { class: 'page' },
      h('div', { class: 'badge' }, icon('card')),
      title(texts.identityTitle, notice),
      notice,
      h('p', { class: 'lead' }, texts.identityText),
      h(
        'ol',
        { class: 'points' },
        h('li', {}, icon('card'), h('span', {}, texts.identityDocument)),
        face,
        transfer,
      ),
      h(
        'div',
        { class: 'actions' },
        button(texts.continue, () => app.showWebview(true)),
        button(texts.identityLater, () => app.postponeIdentity(true), 'secondary'),
      ),
    ),
  };
}
