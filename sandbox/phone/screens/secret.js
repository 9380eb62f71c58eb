// @ts-check
// The customer chooses the 5-digit secret code and repeats it. The phone stores it and never sends it.

import { h } from '../dom.js';
import { secretForm } from './secret-form.js';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function secretScreen(app) {
  const { texts } = app;
  const node = h('section', { class: 'page' });

  /** @param {string} problem */
  function choose(problem) {
    const form = secretForm({
      heading: texts.secretTitle,
      text: texts.secretText,
      label: texts.secretLabel,
      texts,
      entered(code) {
        if (isGuessable(code)) form.showError(texts.secretSimple);
        else repeat(code);
      },
    });
    node.replaceChildren(form.node);
    if (problem !== '') form.showError(problem);
  }

  /** @param {string} first */
  function repeat(first) {
    const form = secretForm({
      heading: texts.secretAgainTitle,
      text: texts.secretAgainText,
      label: texts.secretAgainLabel,
      texts,
      entered(code) {
        if (code !== first) return choose(texts.secretDiffers);
        app.store.setSecretCode(code);
        app.secretChosen();
      },
    });
    node.replaceChildren(form.node);
    node.querySelector('h1')?.focus();
  }

  choose('');
  return { node };
}

/**
 * Whether the code is one digit five times, or five consecutive digits.
 * @param {string} code
 */
export function isGuessable(code) {
  return /^(\d)\1{4}$/.test(code) || '0123456789 9876543210'.includes(code);
}
