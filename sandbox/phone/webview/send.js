// @ts-check
// Sends the captured data, and offers a retry after a failure.

import { CallError } from '../api.js';
import { button, h, title } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {() => Promise<unknown>} submit
 * @param {string} text description of the data
 * @param {import('../texts.js').Texts['webview']} texts
 * @param {(node: HTMLElement) => void} show
 * @returns {Promise<void>} once it was accepted
 */
export function send(submit, text, texts, show) {
  return new Promise((accepted) => {
    const note = h('p', { class: 'lead', role: 'status' }, text);
    const press = button(texts.send, async () => {
      press.disabled = true;
      note.textContent = texts.sending;
      try {
        await submit();
        note.textContent = texts.sent;
        press.hidden = true;
        accepted();
      } catch (error) {
        // An unknown or used token stays invalid.
        const isOver = error instanceof CallError && error.status >= 400 && error.status < 500 && error.status !== 429;
        note.textContent = isOver ? texts.ended : texts.sendFailed;
        press.hidden = isOver;
        press.disabled = false;
      }
    });
    show(
      h(
        'section',
        { class: 'page centred' },
        h('div', { class: 'badge' }, icon('check')),
        title(texts.sendTitle),
        note,
        h('div', { class: 'actions' }, press),
      ),
    );
  });
}
