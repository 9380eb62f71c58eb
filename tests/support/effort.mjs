// @ts-check
// How much a customer has to do: the characters of their answers, and the taps. Heard in the page, so that it counts what the
// customer really did, whatever drives the page.

/**
 * @typedef {object} Effort
 * @property {number} characters typed by hand
 * @property {number} taps on buttons, links, radio buttons, checkboxes and options; choices in lists
 * @property {number} typedWithAutofill characters in fields that a browser does not fill in
 * @property {number} tapsWithAutofill taps without the choices that a browser makes
 */

/** Runs in each page. */
function hear() {
  /** @type {Map<string, { length: number, isKnown: boolean }>} */
  const texts = new Map();
  const counted = { taps: 0, known: 0 };
  /** @type {any} */ (globalThis).effort = () => {
    const typed = [...texts.values()];
    const sum = (/** @type {typeof typed} */ some) => some.reduce((total, { length }) => total + length, 0);
    return {
      characters: sum(typed),
      taps: counted.taps,
      typedWithAutofill: sum(typed.filter(({ isKnown }) => !isKnown)),
      tapsWithAutofill: counted.taps - counted.known,
    };
  };
  const isKnown = (/** @type {Element} */ control) => !['off', '', null].includes(control.getAttribute('autocomplete'));
  addEventListener('click', (event) => {
    const [target] = event.composedPath();
    if (event.isTrusted && target instanceof Element && target.closest('button, a, input, summary, [role="option"]')) {
      // A field that is typed in is entered by the key that leaves the one before.
      if (!target.matches('input:not([type="radio"], [type="checkbox"])')) counted.taps += 1;
    }
  }, true);
  addEventListener('input', (event) => {
    const [target] = event.composedPath();
    if (target instanceof HTMLSelectElement) {
      counted.taps += 1;
      if (isKnown(target)) counted.known += 1;
    } else if (target instanceof HTMLInputElement && !['radio', 'checkbox', 'file'].includes(target.type)) {
      texts.set(target.id, { length: target.value.length, isKnown: isKnown(target) });
    }
  }, true);
}

/**
 * Counts from the next page on.
 * @param {import('./desktop.mjs').Desktop} desktop
 */
export const countEffort = (desktop) => desktop.page.addInitScript(hear);

/**
 * @param {import('./desktop.mjs').Desktop} desktop
 * @returns {Promise<Effort>}
 */
export const readEffort = (desktop) => desktop.page.evaluate(() => /** @type {any} */ (globalThis).effort());
