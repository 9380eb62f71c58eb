// @ts-check
// Lets the customer choose the document and take its pictures, or a drawn specimen without a camera.

import { openCamera } from '../camera.js';
import { button, h, svg, title } from '../dom.js';
import { icon } from '../icons.js';

/** @typedef {import('../texts.js').Texts['webview']} Texts */
/** @typedef {'ID_CARD' | 'PASSPORT' | 'RES_CARD'} DocumentType */
/** @typedef {(node: HTMLElement) => void} Show */

/** @type {readonly DocumentType[]} */
const DOCUMENT_TYPES = ['ID_CARD', 'PASSPORT', 'RES_CARD'];

/**
 * @param {Texts} texts
 * @param {Show} show
 * @returns {Promise<DocumentType>}
 */
export function chooseDocument(texts, show) {
  return new Promise((chosen) => {
    show(
      h(
        'section',
        { class: 'page' },
        title(texts.chooseTitle),
        h('p', { class: 'lead' }, texts.chooseText),
        h(
          'ul',
          { class: 'choices' },
          ...DOCUMENT_TYPES.map((type) =>
            h('li', {}, h('button', { type: 'button', class: 'choice', click: () => chosen(type) }, icon('card'), texts[type])),
          ),
        ),
      ),
    );
  });
}

/**
 * Takes the pictures. A passport has one page, other documents two sides.
 * @param {DocumentType} type
 * @param {Texts} texts
 * @param {Show} show
 * @returns {Promise<number>} how many pictures were taken
 */
export async function captureDocument(type, texts, show) {
  const sides = type === 'PASSPORT' ? [texts.page] : [texts.front, texts.backSide];
  for (const [index, side] of sides.entries()) await captureSide(side, index > 0, texts, show);
  return sides.length;
}

/**
 * @param {string} side
 * @param {boolean} isBack
 * @param {Texts} texts
 * @param {Show} show
 * @returns {Promise<void>}
 */
async function captureSide(side, isBack, texts, show) {
  const end = new AbortController();
  const view = h('div', { class: 'viewfinder' });
  const note = h('p', { class: 'lead', role: 'status' }, texts.frameText);
  const actions = h('div', { class: 'actions' });
  show(h('section', { class: 'page' }, title(side), note, view, actions));

  const camera = await openCamera('environment', end.signal).catch(() => null);
  if (camera === null) note.textContent = texts.specimen;
  const still = h('canvas', { class: 'still', role: 'img', 'aria-label': texts.photoOf });
  const subject = camera?.video ?? specimen(isBack);

  await /** @type {Promise<void>} */ (
    new Promise((kept) => {
      function aim() {
        view.replaceChildren(subject);
        actions.replaceChildren(button(texts.takePhoto, take));
      }
      function take() {
        if (camera !== null) {
          still.width = camera.video.videoWidth;
          still.height = camera.video.videoHeight;
          still.getContext('2d')?.drawImage(camera.video, 0, 0);
          view.replaceChildren(still);
          note.textContent = texts.isReadable;
        }
        const keep = button(texts.keepPhoto, kept);
        actions.replaceChildren(keep, button(texts.retakePhoto, aim, 'secondary'));
        keep.focus();
      }
      aim();
    })
  );
  end.abort();
}

/**
 * A drawn specimen of a card.
 * @param {boolean} isBack
 */
function specimen(isBack) {
  /** @type {(x: number, y: number, width: number) => SVGElement} */
  const line = (x, y, width) => svg('rect', { class: 'specimen-line', x, y, width, height: 6, rx: 3 });
  const face = [
    svg('rect', { class: 'specimen-photo', x: 20, y: 56, width: 80, height: 104, rx: 6 }),
    svg('circle', { class: 'specimen-person', cx: 60, cy: 96, r: 18 }),
    svg('path', { class: 'specimen-person', d: 'M28 160c2-26 16-36 32-36s30 10 32 36z' }),
    line(120, 64, 130), line(120, 88, 96), line(120, 112, 150), line(120, 136, 80),
  ];
  const back = [
    svg('rect', { class: 'specimen-photo', x: 20, y: 48, width: 44, height: 34, rx: 6 }),
    line(84, 56, 190), line(84, 76, 140),
    ...[110, 130, 150].map((y) => line(20, y, 280)),
  ];
  return svg(
    'svg',
    { viewBox: '0 0 320 200', class: 'specimen', 'aria-hidden': 'true', focusable: 'false' },
    svg('rect', { class: 'specimen-card', width: 320, height: 200, rx: 14 }),
    svg('text', { class: 'specimen-word', x: 20, y: 36 }, 'SPECIMEN'),
    ...(isBack ? back : face),
  );
}
