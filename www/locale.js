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
 * What names a country by its code; a code without a name is its own.
 *
 * @param {string} language
 */
function names(language) {
  const known = new Intl.DisplayNames(language, /** @type {Intl.DisplayNamesOptions} */ (bare({ type: 'region' })));
  return (/** @type {string} */ code) => {
    try {
      return known.of(code) ?? code;
    } catch {
      return code;
    }
  };
}

/**
 * @param {string} language
 * @param {string} code
 */
export const country = (language, code) => names(language)(code);

/** @type {Map<string, DocumentFragment>} options of countries, by language */
const lists = new Map();

/**
 * The options of countries, sorted as the language sorts. Made once and copied: a thousand options that go one by one
 * through the border of the wasm are what a slow phone waits for.
 *
 * @param {string} language
 * @param {string} codes separated by spaces
 */
function countries(language, codes) {
  let list = lists.get(language);
  if (!list) {
    const { compare } = new Intl.Collator(european(language), bare({}));
    const name = names(language);
    const options = codes.split(' ').map((code) => new Option(name(code), code));
    list = new DocumentFragment();
    list.append(...options.sort((left, right) => compare(left.text, right.text)));
    lists.set(language, list);
  }
  return list;
}

/**
 * Has the options ready before they are asked for, while the page waits for its first answer.
 *
 * @param {string} language
 * @param {string} codes
 */
export function prepareCountries(language, codes) {
  setTimeout(countries, 0, language, codes);
}

/**
 * Adds the options of countries to a list.
 *
 * @param {HTMLSelectElement} list
 * @param {string} language
 * @param {string} codes
 */
export function addCountries(list, language, codes) {
  list.append(countries(language, codes).cloneNode(true));
}
