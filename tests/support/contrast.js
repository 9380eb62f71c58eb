// @ts-check
// Measures contrast in a page, as the browser computes colours: each text against what is behind it, and each border of a
// control against what it stands on. Runs in the page, which gets it as a script: `faint(host, least)`.

{
  const canvas = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));

  /** The luminance of colours that lie on each other, from the bottom up. */
  const luminance = (/** @type {string[]} */ colours) => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const isClear = (/** @type {string} */ colour) => /^rgba\(.*, 0\)$|\/ 0\)$|^transparent$/.test(colour);

  /** The backgrounds behind and of an element, from the bottom up. */
  const backgrounds = (/** @type {Element | null} */ element) => {
    /** @type {string[]} */
    const found = [];
    for (let at = element; at; at = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host ?? null) {
      const { backgroundColor } = getComputedStyle(at);
      if (isClear(backgroundColor)) continue;
      found.unshift(backgroundColor);
      if (!/\/|rgba/.test(backgroundColor)) break;
    }
    return ['white', ...found];
  };

  const contrast = (/** @type {string} */ colour, /** @type {string[]} */ under) => {
    const [one, other] = [luminance([...under, colour]), luminance(under)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };

  /** What there is to look at in an element: what it is, its colour, what is behind it, the least contrast. */
  const looks = (/** @type {HTMLElement} */ element, /** @type {{ text: number, border: number }} */ least) => {
    const name = `${element.localName}.${element.className}`;
    const style = getComputedStyle(element);
    const before = getComputedStyle(element, '::before');
    /** @type {[string, string, string[], number][]} */
    const found = [];
    const hasWords = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (hasWords || element.matches('input.control, textarea, select')) {
      found.push([`text of ${name}`, style.color, backgrounds(element), least.text]);
    }
    if (/counter/.test(before.content)) {
      found.push([`number of ${name}`, before.color, [...backgrounds(element), before.backgroundColor], least.text]);
    }
    const hasBorder = element.matches('.control, .choice, .drop, .secondary, .step-mark') && parseFloat(style.borderTopWidth) > 0;
    if (hasBorder && !isClear(style.borderTopColor)) {
      found.push([`border of ${name}`, style.borderTopColor, backgrounds(element.parentElement), least.border]);
    }
    return found;
  };

  /** What is too faint in a shadow root, with its contrast. */
  /** @type {any} */ (globalThis).faint = (/** @type {Element} */ host, /** @type {{ text: number, border: number }} */ least) => {
    /** @returns {element is HTMLElement} */
    const isMeasured = (/** @type {Element} */ element) =>
      element instanceof HTMLElement && element.checkVisibility() && !element.closest('.hidden, [aria-disabled="true"], :disabled');
    const all = [.../** @type {ShadowRoot} */ (host.shadowRoot).querySelectorAll('*')].filter(isMeasured).flatMap((element) => looks(element, least));
    if (all.length === 0) throw new Error('nothing was looked at');
    const measured = all.map(([what, colour, under, limit]) => ({ what, limit, ratio: contrast(colour, under) }));
    return measured.filter(({ ratio, limit }) => ratio < limit).map(({ what, ratio }) => `${what}: ${ratio.toFixed(2)}`);
  };
}
