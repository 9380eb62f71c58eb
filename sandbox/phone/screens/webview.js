// @ts-check
// The identification provider's page in a frame, as the SDK's integrators embed it.
// It is closed when its address gains `#SUCCESS`, whatever the result, which arrives separately.

import { button, h, title } from '../dom.js';

const END = '#SUCCESS';

/**
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
export function webviewScreen(app) {
  const { texts } = app;
  const place = h('div', { class: 'frame-place' }, h('p', { class: 'frame-wait', role: 'status' }, texts.webviewOpening));
  const close = () => app.showWebview(false);
  /** Leaves without finishing. The home page offers the identification again. */
  const leave = () => {
    app.postponeIdentity(true);
    close();
  };

  async function open() {
    place.replaceChildren(h('p', { class: 'frame-wait', role: 'status' }, texts.webviewOpening));
    try {
      const address = new URL(await app.api.webviewUrl(), location.href);
      if (app.signal.aborted) return;
      address.searchParams.set('lang', app.language);
      if (app.isFast) address.searchParams.set('fast', '1');
      place.replaceChildren(frame(address.href, texts.webviewTitle, close));
    } catch {
      place.replaceChildren(h('p', { role: 'alert' }, texts.offline), button(texts.tryAgain, () => void open(), 'secondary'));
    }
  }

  void open();
  return {
    node: h(
      'section',
      { class: 'page framed' },
      h(
        'div',
        { class: 'frame-bar' },
        title(texts.webviewTitle),
        h('button', { type: 'button', class: 'link', click: leave }, texts.close),
      ),
      place,
    ),
  };
}

/**
 * @param {string} address contains a token, so it is passed only to the frame
 * @param {string} title
 * @param {() => void} close called once the page in the frame has ended
 */
function frame(address, title, close) {
  const element = h('iframe', {
    src: address,
    title,
    allow: 'camera;fullscreen',
    allowfullscreen: true,
    referrerpolicy: 'no-referrer',
  });
  element.addEventListener('load', () => {
    const inside = element.contentWindow;
    const look = () => {
      if (inside?.location.hash === END) close();
    };
    inside?.addEventListener('hashchange', look);
    look();
  });
  return element;
}
