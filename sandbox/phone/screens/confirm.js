// @ts-check
// A sensitive operation to validate or refuse (strong customer authentication). It expires after five minutes. Validating it
// requires the secret code, refusing does not.

import { CallError } from '../api.js';
import { button, h, title } from '../dom.js';
import { icon, ring } from '../icons.js';
import { secretForm } from './secret-form.js';

/** Lifetime of a strong authentication. */
const LIFE_MS = 5 * 60 * 1000;

/**
 * @param {import('../app.js').App} app
 * @param {import('../api.js').Notification} notification
 * @returns {import('../app.js').Screen}
 */
export function confirmScreen(app, notification) {
  const { texts } = app;
  const id = notification.authenticationId;
  const node = h('section', { class: 'page' });
  const countdown = countdownOf(texts);

  /** @param {string} problem */
  function ask(problem) {
    const refuse = button(texts.refuse, () => void decide('refuse'), 'danger');
    const actions = h('div', { class: 'actions side-by-side' }, refuse, button(texts.validate, prove));
    node.replaceChildren(...question(texts, notification, countdown.node, problem), actions);
  }

  function prove() {
    const form = secretQuestion(app, () => void decide('validate'));
    const back = h('button', { type: 'button', class: 'link', click: goBack }, texts.back);
    node.replaceChildren(countdown.node, form, back);
    node.querySelector('h1')?.focus();
  }

  function goBack() {
    ask('');
    node.querySelector('h1')?.focus();
  }

  /** @param {'validate' | 'refuse'} decision */
  async function decide(decision) {
    for (const one of node.querySelectorAll('button')) one.disabled = true;
    try {
      await app.api.decide(id, decision);
      app.answered(id, decision === 'validate' ? texts.validated : texts.refused);
    } catch (error) {
      const isOver = error instanceof CallError && (error.status === 409 || error.status === 404);
      if (isOver) app.answered(id, texts.expired);
      else if (!app.signal.aborted) ask(texts.decisionFailed);
    }
  }

  ask('');
  return { node, update: ({ notifications }) => countdown.show(notifications.find((one) => one.authenticationId === id)) };
}

/**
 * The question, below the text of the notification.
 * @param {import('../texts.js').Texts} texts
 * @param {import('../api.js').Notification} notification
 * @param {HTMLElement} countdown
 * @param {string} problem
 */
const question = (texts, notification, countdown, problem) => [
  h('p', { class: 'push' }, icon('bell'), texts.appName),
  french(title(notification.title)),
  rows(notification.rows),
  countdown,
  h('p', { class: 'notice' }, icon('shield'), h('span', {}, texts.confirmWarning)),
  h('p', { class: 'field-error', role: 'alert' }, problem),
];

/**
 * Asks for the secret code.
 * @param {import('../app.js').App} app
 * @param {() => void} proved called after the right code
 */
function secretQuestion({ store, texts }, proved) {
  const form = secretForm({
    heading: texts.confirmSecretTitle,
    text: texts.confirmSecretText,
    label: texts.secretLabel,
    texts,
    entered(code) {
      if (store.isSecretCode(code)) proved();
      else form.showError(texts.secretWrong);
    },
  });
  return form.node;
}

/**
 * The remaining time.
 * @param {import('../texts.js').Texts} texts
 */
function countdownOf(texts) {
  const left = ring();
  const clock = h('span', { class: 'clock' });
  const words = h('p', {}, h('span', { class: 'muted' }, texts.confirmLeft), clock);
  return {
    node: h('div', { class: 'countdown' }, left.node, words),
    /** @param {import('../api.js').Notification | undefined} now */
    show(now) {
      const millis = Math.max(0, now?.expiresInMillis ?? 0);
      left.set(millis / LIFE_MS);
      clock.textContent = minutesAndSeconds(millis);
    },
  };
}

/** @param {import('../api.js').Row[]} list */
function rows(list) {
  return french(
    h('dl', { class: 'rows' }, ...list.map((row) => h('div', {}, h('dt', {}, row.label), h('dd', {}, row.value)))),
  );
}

/**
 * Marks the push text, which is always French.
 * @template {HTMLElement} T
 * @param {T} element
 */
function french(element) {
  element.lang = 'fr';
  return element;
}

/**
 * @param {number} millis
 * @returns {string} `4:59`
 */
export function minutesAndSeconds(millis) {
  const seconds = Math.ceil(millis / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
