// @ts-check
// The phone is not linked yet. Explains why the cameras are needed, and offers the two ways to enter the code.
// A refused code leads back here. A phone that the SDK does not accept ends here.

import { button, h, title } from '../dom.js';
import { icon, mark } from '../icons.js';
import { noticeOf } from './notice.js';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function linkScreen(app) {
  const { texts } = app;
  const notice = noticeOf(app.takeNotice(), 'danger');
  return {
    node: h(
      'section',
      { class: 'page' },
      h('div', { class: 'hero' }, mark()),
      title(texts.linkTitle, notice),
      notice,
      h('p', { class: 'lead' }, texts.linkText),
      h(
        'ul',
        { class: 'points' },
        h('li', {}, icon('camera'), h('span', {}, texts.linkCamera)),
        h('li', {}, icon('shield'), h('span', {}, texts.linkPrivate)),
      ),
      h(
        'div',
        { class: 'actions' },
        button(texts.scanCode, () => app.goTo('scan')),
        button(texts.pasteCode, () => app.goTo('paste'), 'secondary'),
      ),
    ),
  };
}

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function ineligibleScreen({ texts }) {
  return {
    node: h(
      'section',
      { class: 'page centred' },
      h('div', { class: 'badge danger' }, icon('alert')),
      title(texts.ineligibleTitle),
      h('p', { class: 'lead' }, texts.ineligibleText),
    ),
  };
}
