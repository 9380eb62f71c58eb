// @ts-check
// The identification failed and Xpollens killed the wallet: this phone starts again as a new one, with a new code.

import { button, h, title } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function killedScreen(app) {
  const { texts } = app;
  return {
    node: h(
      'section',
      { class: 'page' },
      h('div', { class: 'badge danger' }, icon('alert')),
      title(texts.killedTitle),
      h('p', { class: 'lead' }, texts.killedText),
      h(
        'div',
        { class: 'actions' },
        button(texts.startAgain, () => {
          app.store.reset();
          location.reload();
        }),
      ),
    ),
  };
}
