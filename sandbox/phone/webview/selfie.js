// @ts-check
// The video of the face: some six seconds in a circle, with what to do said on the way. Nothing is recorded.

import { openCamera } from '../camera.js';
import { button, h, title } from '../dom.js';
import { icon, ring } from '../icons.js';

/** Steps of the ring in a second of video. */
const STEPS = 10;

/**
 * @param {number} seconds length of the video
 * @param {number} secondMs how long a second of it takes, in milliseconds
 * @param {import('../texts.js').Texts['webview']} texts
 * @param {(node: HTMLElement) => void} show
 * @returns {Promise<void>}
 */
export async function captureSelfie(seconds, secondMs, texts, show) {
  const end = new AbortController();
  const left = ring();
  const view = h('div', { class: 'portrait' }, left.node);
  const note = h('p', { class: 'lead', role: 'status' }, texts.selfieText);
  const actions = h('div', { class: 'actions' });
  show(h('section', { class: 'page centred' }, title(texts.selfieTitle), view, note, actions));

  const camera = await openCamera('user', end.signal).catch(() => null);
  view.prepend(camera?.video ?? icon('face'));
  if (camera === null) note.textContent = texts.specimen;

  await /** @type {Promise<void>} */ (
    new Promise((started) => {
      actions.replaceChildren(button(texts.startVideo, started));
    })
  );
  actions.replaceChildren();
  const prompts = [texts.selfieLook, texts.selfieLeft, texts.selfieRight];
  const steps = seconds * STEPS;
  for (let step = 0; step < steps; step += 1) {
    const prompt = prompts[Math.floor((step * prompts.length) / steps)] ?? '';
    if (note.textContent !== prompt) note.textContent = prompt;
    left.set(step / steps);
    await pause(secondMs / STEPS);
  }
  end.abort();
}

/** @param {number} millis */
function pause(millis) {
  return new Promise((over) => window.setTimeout(over, millis));
}
