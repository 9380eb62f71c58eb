// @ts-check
// The two screens on which the customer waits a moment: the app starts, and the phone is being linked.

import { h, title } from '../dom.js';
import { mark } from '../icons.js';

/**
 * `walletManager.connect()` and the check of the phone run meanwhile.
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function splashScreen({ texts }) {
  return { node: h('section', { class: 'splash' }, mark(), title(texts.appName), h('p', { role: 'status' }, texts.starting)) };
}

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function launchingScreen({ texts }) {
  return { node: h('section', { class: 'splash' }, mark(), title(texts.launching)) };
}
