// @ts-check
// The result of the customer's last action, at the top of the next screen. It is announced with that
// screen's heading, which takes the focus. Pass it to `title`.

import { h } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {string} text
 * @param {'told' | 'danger'} [kind]
 * @returns {HTMLElement | null} null if there is no notice
 */
export function noticeOf(text, kind = 'told') {
  if (text === '') return null;
  const picture = icon(kind === 'danger' ? 'alert' : 'bell');
  return h('p', { id: 'notice', class: kind === 'danger' ? 'notice danger' : 'notice' }, picture, h('span', {}, text));
}
