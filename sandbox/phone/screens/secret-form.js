// @ts-check
// Five digits: one real field (labelled, also for a keyboard) shown as five cells, and a drawn keypad.

import { h, title } from '../dom.js';

const LENGTH = 5;

/**
 * @param {object} wish
 * @param {string} wish.heading
 * @param {string} wish.text
 * @param {string} wish.label
 * @param {import('../texts.js').Texts} wish.texts
 * @param {(code: string) => void} wish.entered called with five digits when the customer continues
 * @returns {{ node: HTMLFormElement, showError: (problem: string) => void }}
 */
export function secretForm({ heading, text, label, texts, entered }) {
  const cells = Array.from({ length: LENGTH }, () => h('span', { class: 'cell' }));
  const error = h('p', { class: 'field-error', id: 'secret-error', role: 'alert' });
  const submitButton = h('button', { type: 'submit', class: 'button primary', disabled: true }, texts.continue);
  const field = h('input', {
    id: 'secret',
    class: 'secret-field',
    type: 'password',
    // The keypad below is the phone's keyboard here.
    inputmode: 'none',
    autocomplete: 'off',
    maxlength: LENGTH,
    'aria-describedby': 'secret-error',
    input: draw,
  });

  function draw() {
    field.value = field.value.replace(/\D/g, '').slice(0, LENGTH);
    cells.forEach((cell, index) => cell.classList.toggle('filled', index < field.value.length));
    submitButton.disabled = field.value.length !== LENGTH;
    if (field.value !== '') {
      error.textContent = '';
      field.removeAttribute('aria-invalid');
    }
  }

  /** @param {string} value */
  function enter(value) {
    field.value = value;
    draw();
  }

  /** @param {string} digit */
  const key = (digit) => h('button', { type: 'button', class: 'key', click: () => enter(field.value + digit) }, digit);
  const erase = h(
    'button',
    { type: 'button', class: 'key', 'aria-label': texts.eraseDigit, click: () => enter(field.value.slice(0, -1)) },
    '⌫',
  );

  const node = h(
    'form',
    {
      class: 'secret',
      novalidate: true,
      // The heading has the focus first; digits typed there are meant for the field.
      keydown(/** @type {KeyboardEvent} */ event) {
        if (/^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
      },
      submit(/** @type {Event} */ event) {
        event.preventDefault();
        if (field.value.length === LENGTH) entered(field.value);
      },
    },
    title(heading),
    h('p', { class: 'lead' }, text),
    h('label', { for: 'secret', class: 'visually-hidden' }, label),
    h('div', { class: 'cells' }, field, ...cells),
    error,
    h(
      'div',
      { class: 'keypad' },
      ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key),
      h('span', {}),
      key('0'),
      erase,
    ),
    h('div', { class: 'actions' }, submitButton),
  );

  return {
    node,
    showError(problem) {
      field.value = '';
      draw();
      error.textContent = problem;
      field.setAttribute('aria-invalid', 'true');
      field.focus();
    },
  };
}
