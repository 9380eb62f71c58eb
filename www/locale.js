// @ts-check
/** Formats dates, money, sizes and names of countries with the browser's functions. `src/dom/locale.rs` calls it. */

/**
 * Options without a prototype: the page may have added to `Object.prototype`.
 * @param {object} options
 * @returns {Record<string, any>}
 */
const bare = (options) => ({ __proto__: null, ...options });

/**
 * For the browser, `en` is American English. Our texts and our customers are European.
 * @param {string} language
 */
const european = (language) => (language === 'en' ? 'en-GB' : language);

/**
 * A date in words, in UTC. Empty if it is not a date.
 *
 * @param {string} language
 * @param {number | string} moment milliseconds since the epoch, or `YYYY-MM-DD`
 */
export function day(language, moment) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  const words = date.toLocaleDateString(european(language), bare({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }));
  // A line does not break between the number of a day and its month.
  return words.replace(/^(\d\S*) /, '$1\u00a0');
}

/**
 * Euro cents as an amount of money in the language.
 *
 * @param {string} language
 * @param {number} cents
 */
export function money(language, cents) {
  const options = bare({ style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' });
  return (cents / 100).toLocaleString(european(language), options);
}

/**
 * Bytes as kilobytes or megabytes, rounded down: a file of the size that is shown is accepted.
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
 * A function from the code of a country to its name, or to the code if it has no name.
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

/** Where most customers live or come from, France first. */
const FREQUENT = 'FR BE CH LU DE ES IT PT GB MA DZ TN'.split(' ');
/** Territories where nobody lives. The French Southern Lands have postcodes, and the provider lists them. */
const UNINHABITED = 'AQ BV GS HM UM'.split(' ');

/**
 * Codes of countries in the order of a list: the frequent ones, then the others. Those where nobody lives are left out.
 *
 * @param {string[]} codes
 * @param {(left: string, right: string) => number} compare
 */
export function inOrder(codes, compare) {
  const others = codes.filter((code) => !FREQUENT.includes(code) && !UNINHABITED.includes(code));
  return [...FREQUENT.filter((code) => codes.includes(code)), ...others.sort(compare)];
}

/** @type {Map<string, DocumentFragment>} options of countries, by language */
const lists = new Map();

/**
 * The options of countries, in the sort order of the language. They are made once and copied, because a slow phone
 * takes long to make a thousand options one by one from the wasm.
 *
 * @param {string} language
 * @param {string} codes separated by spaces
 */
function countries(language, codes) {
  let list = lists.get(language);
  if (!list) {
    const { compare } = new Intl.Collator(european(language), bare({}));
    const name = names(language);
    const options = inOrder(codes.split(' '), (left, right) => compare(name(left), name(right)));
    list = new DocumentFragment();
    list.append(...options.map((code) => new Option(name(code), code)));
    lists.set(language, list);
  }
  return list;
}

/**
 * Makes the options in advance, while the page waits for its first answer.
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

/** Job titles, by language. Each is a script beside this one, loaded where an occupation is asked for. */
const occupations = bare({
  en: () => import('./occupations/en.js'),
  fr: () => import('./occupations/fr.js'),
});

/**
 * Offers job titles in an input; the code of the chosen one is the value of another.
 *
 * @param {HTMLInputElement} input
 * @param {HTMLInputElement} chosen
 * @param {string} language
 */
export function addOccupations(input, chosen, language) {
  const load = () =>
    (occupations[language] ?? occupations.en)().then(
      (/** @type {{ default: import('./occupations/combobox.js').Field }} */ script) => script.default(input, chosen),
      // Without the titles nothing can be chosen: the next focus tries again.
      () => input.addEventListener('focus', load, bare({ once: true })),
    );
  load();
}
