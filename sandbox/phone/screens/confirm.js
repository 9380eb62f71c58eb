// @ts-check
// A sensitive operation to validate or refuse (strong customer authentication). It lives five minutes; validating it
// asks for the secret code first, refusing does not.

import { CallError } from '../api.js';
import { button, h, title } from '../dom.js';
import { icon, ring } from '../icons.js';
import { secretForm } from './secret-form.js';

/** How long a strong authentication lives. */
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
  const left = ring();
  const clock = h('span', { class: 'clock' });
  const countdown = h('div', { class: 'countdown' }, left.node, h('p', {}, h('span', { class: 'muted' }, texts.confirmLeft), clock));

  /** @param {string} problem */
  function ask(problem) {
    node.replaceChildren(
      h('p', { class: 'push' }, icon('bell'), texts.appName),
      french(title(notification.title)),
      rows(notification.rows),
      countdown,
      h('p', { class: 'notice' }, icon('shield'), h('span', {}, texts.confirmWarning)),
      h('p', { class: 'field-error', role: 'alert' }, problem),
      h(
        'div',
        { class: 'actions side-by-side' },
        button(texts.refuse, () => void decide('refuse'), 'danger'),
        button(texts.validate, prove),
      ),
    );
  }

  function prove() {
    const form = secretForm({
      heading: texts.confirmSecretTitle,
      text: texts.confirmSecretText,
      label: texts.secretLabel,
      texts,
      entered(code) {
        if (app.store.isSecretCode(code)) void decide('validate');
        else form.showError(texts.secretWrong);
      },
    });
    node.replaceChildren(
      countdown,
      form.node,
      h('button', { type: 'button', class: 'link', click: back }, texts.back),
    );
    node.querySelector('h1')?.focus();
  }

  function back() {
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
  return {
    node,
    update(device) {
      const now = device.notifications.find((one) => one.authenticationId === id);
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
 * The push text is French in every language.
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
