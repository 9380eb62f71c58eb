// @ts-check
// Entering the code as text, for customers who cannot scan it or use the same device for both.

import { normaliseCode } from '../activation-code.js';
import { button, h, title } from '../dom.js';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function pasteScreen(app) {
  const { texts } = app;
  const error = h('p', { class: 'field-error', id: 'code-error', role: 'alert' });
  const field = h('textarea', {
    id: 'code',
    rows: 3,
    class: 'code-field',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': 'code-hint code-error',
  });

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const code = normaliseCode(field.value);
    if (code === null) {
      field.setAttribute('aria-invalid', 'true');
      error.textContent = texts.pasteInvalid;
      field.focus();
      return;
    }
    field.value = '';
    void app.launch(code);
  }

  return {
    node: h(
      'form',
      { class: 'page', submit, novalidate: true },
      title(texts.pasteTitle),
      h('label', { for: 'code', class: 'label' }, texts.pasteLabel),
      h('p', { class: 'hint', id: 'code-hint' }, texts.pasteText),
      field,
      error,
      actions(app),
    ),
  };
}

/** @param {import('../app.js').App} app */
const actions = ({ texts, goTo }) =>
  h(
    'div',
    { class: 'actions' },
    h('button', { type: 'submit', class: 'button primary' }, texts.continue),
    button(texts.scanCode, () => goTo('scan'), 'secondary'),
    h('button', { type: 'button', class: 'link', click: () => goTo('link') }, texts.back),
  );
