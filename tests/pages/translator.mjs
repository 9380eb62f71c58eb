// @ts-check
// What the translation of a browser does to a page: each text node gives way to `<font>` elements with other words, in open
// shadow roots too, and so does each text that comes later. Texts with `translate="no"` stay.

/** Marks words of the translation. */
export const TRANSLATED = /^«.*»$/s;

/** @param {import('playwright-core').Page} page */
export const translate = (page) => page.evaluate(translateForGood);

/** Runs in the page. */
function translateForGood() {
  const module = /** @type {Element} */ (document.querySelector('xpollens-onboarding'));
  const root = /** @type {ShadowRoot} */ (module.shadowRoot);
  /** @type {(text: Node) => boolean} */
  const isTranslated = ({ parentElement, nodeValue }) =>
    !nodeValue?.trim() || Boolean(parentElement?.closest('font, style, script, textarea, [translate="no"], .notranslate'));
  const translateAll = () => {
    const found = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) found.push(texts.currentNode);
    for (const text of found) {
      if (isTranslated(text)) continue;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      for (const font of [outer, inner]) font.style.verticalAlign = 'inherit';
      inner.textContent = `«${text.nodeValue?.trim()}»`;
      outer.append(inner);
      /** @type {ChildNode} */ (text).replaceWith(outer);
    }
  };
  translateAll();
  new MutationObserver(translateAll).observe(root, { subtree: true, childList: true, characterData: true });
}

/**
 * The texts that are seen, each with whether it may be translated.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{ text: string, mayBeTranslated: boolean }[]>}
 */
export const readTexts = (page) => page.evaluate(readShown);

/** Runs in the page. */
function readShown() {
  const root = /** @type {ShadowRoot} */ (document.querySelector('xpollens-onboarding')?.shadowRoot);
  const shown = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement, nodeValue } = texts.currentNode;
    if (!nodeValue?.trim() || !parentElement || parentElement.getClientRects().length === 0) continue;
    const isSelf = parentElement.closest('[translate="no"]') === null;
    shown.push({ text: nodeValue.trim(), mayBeTranslated: isSelf });
  }
  return shown;
}
