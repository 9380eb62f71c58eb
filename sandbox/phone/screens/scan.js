// @ts-check
// Scans the QR code with the back camera. The code is passed only to the wallet.

import { normaliseCode } from '../activation-code.js';
import { CameraError, openCamera } from '../camera.js';
import { button, h, title } from '../dom.js';
import { icon } from '../icons.js';
import { scanCodes } from '../scanner.js';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function scanScreen(app) {
  const { texts } = app;
  const hint = h('p', { class: 'scan-hint', role: 'status' }, texts.scanHint);
  const target = h('span', { class: 'finder-frame', 'aria-hidden': 'true' });
  const view = h('div', { class: 'finder' }, target);
  const retry = button(texts.tryAgain, () => void open(), 'secondary');
  const read = reader(app, hint);

  async function open() {
    retry.hidden = true;
    hint.textContent = texts.scanHint;
    try {
      const camera = await openCamera('environment', app.signal);
      view.replaceChildren(camera.video, target);
      scanCodes(camera.video, app.signal, read);
    } catch (error) {
      if (app.signal.aborted) return;
      const isRefused = error instanceof CameraError && error.reason === 'refused';
      view.replaceChildren(h('div', { class: 'finder-off' }, icon('camera'), h('p', {}, texts.cameraTitle)));
      hint.textContent = isRefused ? texts.cameraRefused : texts.cameraMissing;
      retry.hidden = false;
    }
  }

  void open();
  return { node: h('section', { class: 'page dark' }, title(texts.scanTitle), view, hint, actions(app, retry)) };
}

/**
 * Handles the texts from the camera. Only the first activation code is used.
 * @param {import('../app.js').App} app
 * @param {HTMLElement} hint shown if something else was read
 */
function reader({ launch, texts }, hint) {
  let isRead = false;
  return (/** @type {string} */ text) => {
    if (isRead) return;
    const code = normaliseCode(text);
    if (code === null) {
      if (hint.textContent !== texts.scanOther) hint.textContent = texts.scanOther;
      return;
    }
    isRead = true;
    navigator.vibrate?.(60);
    void launch(code);
  };
}

/**
 * @param {import('../app.js').App} app
 * @param {HTMLElement} retry
 */
const actions = ({ texts, goTo }, retry) =>
  h(
    'div',
    { class: 'actions' },
    retry,
    button(texts.pasteCode, () => goTo('paste'), 'secondary'),
    h('button', { type: 'button', class: 'link', click: () => goTo('link') }, texts.back),
  );
