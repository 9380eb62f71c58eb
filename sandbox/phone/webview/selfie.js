// @ts-check
// The video of the face: about six seconds in a circle, with instructions. Nothing is recorded. The
// customer may refuse it before it begins.

import { openCamera } from '../camera.js';
import { button, h, title } from '../dom.js';
import { icon, ring } from '../icons.js';

/** Steps of the ring in a second of video. */
const STEPS = 10;

/**
 * @typedef {object} Video
 * @property {number} seconds its length
 * @property {number} secondMs real duration of a second of the video, in milliseconds
 * @property {() => Promise<string>} refuse refuses the scan; resolves with the reason if it could not be refused, else with an empty text
 */

/**
 * @param {Video} video
 * @param {import('../texts.js').Texts['webview']} texts
 * @param {(node: HTMLElement) => void} show
 * @returns {Promise<boolean>} true if it was taken, false if it was refused
 */
export async function captureSelfie({ seconds, secondMs, refuse }, texts, show) {
  const end = new AbortController();
  const left = ring();
  const view = h('div', { class: 'portrait' }, left.node);
  const note = h('p', { class: 'lead', role: 'status' }, texts.selfieText);
  const actions = h('div', { class: 'actions' });
  show(h('section', { class: 'page centred' }, title(texts.selfieTitle), view, note, actions));

  const camera = await openCamera('user', end.signal).catch(() => null);
  view.prepend(camera?.video ?? icon('face'));
  if (camera === null) note.textContent = texts.specimen;

  const isStarted = await /** @type {Promise<boolean>} */ (
    new Promise((decided) => {
      const refusal = button(texts.refuseScan, () => void decline(), 'secondary');
      async function decline() {
        refusal.disabled = true;
        const problem = await refuse();
        refusal.disabled = false;
        if (problem === '') decided(false);
        else note.textContent = problem;
      }
      actions.replaceChildren(button(texts.startVideo, () => decided(true)), refusal);
    })
  );
  actions.replaceChildren();
  if (!isStarted) {
    end.abort();
    return false;
  }
  const prompts = [texts.selfieLook, texts.selfieLeft, texts.selfieRight];
  const steps = seconds * STEPS;
  for (let step = 0; step < steps; step += 1) {
    const prompt = prompts[Math.floor((step * prompts.length) / steps)] ?? '';
    if (note.textContent !== prompt) note.textContent = prompt;
    left.set(step / steps);
    await pause(secondMs / STEPS);
  }
  end.abort();
  return true;
}

/** @param {number} millis */
function pause(millis) {
  return new Promise((over) => window.setTimeout(over, millis));
}
