// @ts-check
// What came of the last thing the customer did, at the top of the screen that follows. It is read out with that
// screen's heading, which takes the focus: give it to `title`.

import { h } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {string} text
 * @param {'told' | 'danger'} [kind]
 * @returns {HTMLElement | null} null where there is nothing to tell
 */
export function noticeOf(text, kind = 'told') {
  if (text === '') return null;
  const picture = icon(kind === 'danger' ? 'alert' : 'bell');
  return h('p', { id: 'notice', class: kind === 'danger' ? 'notice danger' : 'notice' }, picture, h('span', {}, text));
}
