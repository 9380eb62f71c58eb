// @ts-check
/** What the browser itself says in a language: days, money, sizes, the names of countries. `src/dom/locale.rs` calls it. */

/**
 * Options that hold nothing but what is written: the page may have added to every object.
 * @param {object} options
 * @returns {object}
 */
const bare = (options) => ({ __proto__: null, ...options });

/**
 * English alone is American to the browser; the words here, and who reads them, are European.
 * @param {string} language
 */
const european = (language) => (language === 'en' ? 'en-GB' : language);

/**
 * A day written out, in the time zone of Greenwich; empty where it is none.
 *
 * @param {string} language
 * @param {number | string} moment milliseconds since the epoch, or `YYYY-MM-DD`
 */
export function day(language, moment) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleDateString(european(language), bare({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }));
}

/**
 * Euro cents as the language writes money.
 *
 * @param {string} language
 * @param {number} cents
 */
export function money(language, cents) {
  const options = bare({ style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' });
  return (cents / 100).toLocaleString(european(language), options);
}

/**
 * Bytes in the unit that people know, never rounded up: a file of that size is accepted.
 *
 * @param {string} language
 * @param {number} bytes
 */
export function size(language, bytes) {
  const isSmall = bytes < 1_000_000;
  const unit = isSmall ? 'kilobyte' : 'megabyte';
  return (Math.floor(bytes / (isSmall ? 100 : 100_000)) / 10).toLocaleString(european(language), bare({ style: 'unit', unit }));
}

/**
 * Countries by their names, sorted as the language sorts; a code without a name is its own.
 *
 * @param {string} language
 * @param {string} codes separated by spaces
 * @returns {string[]} code and name in turn
 */
export function countries(language, codes) {
  const names = new Intl.DisplayNames(language, /** @type {Intl.DisplayNamesOptions} */ (bare({ type: 'region' })));
  const { compare } = new Intl.Collator(european(language), bare({}));
  const name = (/** @type {string} */ code) => {
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  const named = codes.split(' ').map((code) => [code, name(code)]);
  // By their places: a pair taken apart asks its iterator for `return`, which the page may have given to every object.
  return named.sort((left, right) => compare(left[1], right[1])).flat();
}
