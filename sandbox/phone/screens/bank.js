// @ts-check
// The customer's other bank: a transfer to the new account, instead of the video of the face. It is another app on the
// same phone. Here it is a screen that opens from the home page.

import { centsOf } from '../amount.js';
import { CallError } from '../api.js';
import { h, title } from '../dom.js';
import { icon } from '../icons.js';

/** Another person whose account the customer may use. */
const OTHER_PAYER = 'Camille Durand';
/** Default amount, within the usual limits. */
const PROPOSED = '10';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function bankScreen(app) {
  const { texts } = app;
  const failure = h('p', { class: 'field-error', role: 'alert' });
  const amount = amountField();
  const send = h('button', { type: 'submit', class: 'button primary' }, texts.bankSend);

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    amount.showError('');
    failure.textContent = '';
    const amountCents = centsOf(amount.field.value);
    if (amountCents === null) {
      amount.showError(texts.bankAmountInvalid);
      amount.field.focus();
      return;
    }
    const instant = chosen(node, 'speed') === 'instant';
    const payerFullName = chosen(node, 'payer') === 'other' ? OTHER_PAYER : undefined;
    send.disabled = true;
    try {
      await app.api.pay({ amountCents, instant, payerFullName });
      app.paid(instant ? texts.bankSentInstant : texts.bankSentOrdinary);
    } catch (problem) {
      send.disabled = false;
      const isRefused = problem instanceof CallError && problem.status >= 400 && problem.status < 500;
      failure.textContent = isRefused ? texts.bankRefused : texts.bankFailed;
    }
  }

  const back = h('button', { type: 'button', class: 'link', click: () => app.showBank(false) }, texts.back);
  const fields = [...questions(texts, amount), failure, h('div', { class: 'actions' }, send, back)];
  const node = h('form', { class: 'page', submit, novalidate: true }, ...fields);
  return { node };
}

/**
 * @param {import('../texts.js').Texts} texts
 * @param {ReturnType<typeof amountField>} amount
 */
const questions = (texts, amount) => [
  h('p', { class: 'push' }, icon('bank'), texts.bankName),
  title(texts.bankTitle),
  h('p', { class: 'lead' }, texts.bankText),
  h('label', { for: 'amount', class: 'label' }, texts.bankAmount),
  h('p', { class: 'hint', id: 'amount-hint' }, texts.bankAmountHint),
  amount.field,
  amount.error,
  choice(texts.bankPayer, 'payer', [
    ['own', texts.bankPayerOwn],
    ['other', texts.bankPayerOther.replace('{name}', OTHER_PAYER)],
  ]),
  choice(texts.bankSpeed, 'speed', [['instant', texts.bankInstant], ['ordinary', texts.bankOrdinary]]),
];

/** The field of the amount and its error. */
function amountField() {
  const error = h('p', { class: 'field-error', id: 'amount-error', role: 'alert' });
  const field = h('input', {
    id: 'amount',
    class: 'text-field',
    inputmode: 'decimal',
    autocomplete: 'off',
    value: PROPOSED,
    'aria-describedby': 'amount-hint amount-error',
    input: () => showError(''),
  });
  /** @param {string} problem */
  function showError(problem) {
    error.textContent = problem;
    if (problem === '') field.removeAttribute('aria-invalid');
    else field.setAttribute('aria-invalid', 'true');
  }
  return { field, error, showError };
}

/**
 * A choice. The first option is preselected.
 * @param {string} legend
 * @param {string} name
 * @param {Array<[string, string]>} options
 */
function choice(legend, name, options) {
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'label' }, legend),
    ...options.map(([value, label], index) =>
      h('label', {}, h('input', { type: 'radio', name, value, checked: index === 0 }), h('span', {}, label)),
    ),
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function chosen(form, name) {
  return new FormData(form).get(name);
}
