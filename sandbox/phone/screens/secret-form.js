// @ts-check
// Five digits: one real field, labelled and usable with a keyboard, shown as five cells, and a keypad on the screen.

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
  const field = digitField(draw);

  function draw() {
    field.value = field.value.replace(/\D/g, '').slice(0, LENGTH);
    cells.forEach((cell, index) => cell.classList.toggle('filled', index < field.value.length));
    submitButton.disabled = field.value.length !== LENGTH;
    if (field.value !== '') {
      error.textContent = '';
      field.removeAttribute('aria-invalid');
    }
  }

  const node = h(
    'form',
    { class: 'secret', novalidate: true, ...handlers(field, entered) },
    title(heading),
    h('p', { class: 'lead' }, text),
    h('label', { for: 'secret', class: 'visually-hidden' }, label),
    h('div', { class: 'cells' }, field, ...cells),
    error,
    keypad(texts, (change) => {
      field.value = change(field.value);
      draw();
    }),
    h('div', { class: 'actions' }, submitButton),
  );
  const showError = (/** @type {string} */ problem) => {
    field.value = '';
    draw();
    error.textContent = problem;
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  };
  return { node, showError };
}

/** @param {() => void} draw */
const digitField = (draw) =>
  h('input', {
    id: 'secret',
    class: 'secret-field',
    type: 'password',
    // The keypad below replaces the phone's keyboard.
    inputmode: 'none',
    autocomplete: 'off',
    maxlength: LENGTH,
    'aria-describedby': 'secret-error',
    input: draw,
  });

/**
 * @param {HTMLInputElement} field
 * @param {(code: string) => void} entered
 */
const handlers = (field, entered) => ({
  // The heading has the focus at first. Digits typed there are meant for the field.
  keydown(/** @type {KeyboardEvent} */ event) {
    if (/^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
  },
  submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (field.value.length === LENGTH) entered(field.value);
  },
});

/**
 * @param {import('../texts.js').Texts} texts
 * @param {(change: (value: string) => string) => void} press
 */
function keypad(texts, press) {
  const key = (/** @type {string} */ digit) =>
    h('button', { type: 'button', class: 'key', click: () => press((value) => value + digit) }, digit);
  const erase = () => press((value) => value.slice(0, -1));
  return h(
    'div',
    { class: 'keypad' },
    ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key),
    h('span', {}),
    key('0'),
    h('button', { type: 'button', class: 'key', 'aria-label': texts.eraseDigit, click: erase }, '⌫'),
  );
}
