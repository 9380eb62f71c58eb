// @ts-check
/** The language of an element and its texts: those of the package or of an own language, with the integrator's own words. */
import { firstTexts, nearestLanguage, texts as packageTexts } from './languages.js';
import { advise, invalid, wrongType } from './options.js';

/**
 * @typedef {object} Speech
 * @property {string} language
 * @property {Record<string, string>} texts
 * @property {string} dir the direction of the texts; `auto`: that of their letters
 */

/**
 * The wanted language: the last one passed to `speak`, else that of the options, else the page's, else the browser's.
 *
 * @param {Element} element
 * @param {Record<string, any>} options
 * @param {string} asked
 * @returns {string}
 */
export function wantedLanguage(element, options, asked) {
  return (
    asked ||
    options.language ||
    element.getAttribute('language') ||
    options.locale?.tag ||
    inheritedLanguage(element) ||
    navigator.language ||
    'en'
  );
}

/**
 * The nearest `lang` above the element, across shadow roots.
 *
 * @param {Element} element
 */
function inheritedLanguage(element) {
  /** @type {Element | undefined} */
  let from = element;
  while (from) {
    const nearest = from.closest('[lang]');
    if (nearest) return nearest.getAttribute('lang');
    from = /** @type {ShadowRoot} */ (from.getRootNode()).host;
  }
  return '';
}

/**
 * The language and the texts before anything is loaded.
 *
 * @param {string} wanted
 * @param {Record<string, any>} options
 * @returns {Speech}
 */
export function firstSpeech(wanted, { locale, texts }) {
  const isOwn = isOf(locale, wanted);
  const spoken = { ...firstTexts(wanted), ...(isOwn && locale.texts), ...texts };
  return { language: isOwn ? locale.tag : nearestLanguage(wanted), texts: spoken, dir: (isOwn && locale.dir) || 'auto' };
}

/**
 * @param {string} wanted
 * @param {Record<string, any>} options
 * @returns {Promise<Speech>}
 */
export async function loadSpeech(wanted, options) {
  const { texts = {}, locale } = options;
  if (typeof wanted !== 'string') throw wrongType('language', wanted, 'a string');
  if (locale) checkLocale(locale);
  const table = await packageTexts(wanted);
  const { language, dir } = firstSpeech(wanted, options);
  if (language === locale?.tag) tellGaps(locale, table);
  checkWords(texts, { ...firstTexts(wanted), ...table });
  return { language, texts: { ...table, ...(language === locale?.tag && locale.texts), ...texts }, dir };
}

/**
 * Whether an own language is the wanted one: `pt-BR` is used for `pt`, and the reverse.
 *
 * @param {any} locale
 * @param {string} wanted
 */
function isOf(locale, wanted) {
  const primary = (/** @type {unknown} */ tag) => String(tag).toLowerCase().split('-')[0];
  return Boolean(locale) && primary(locale.tag) === primary(wanted);
}

/** @param {any} locale */
function checkLocale({ tag, texts, dir = 'ltr' }) {
  try {
    new Intl.Locale(tag);
    if (typeof texts === 'object' && /^(ltr|rtl)$/.test(dir)) return;
  } catch {
    // Not a language tag.
  }
  throw invalid('Option "locale" must be { tag, texts, dir }.');
}

/**
 * Missing texts are no error, because another version of the package may have other texts.
 *
 * @param {{ texts: Record<string, string> }} locale
 * @param {Record<string, string>} table
 */
function tellGaps({ texts }, table) {
  const missing = Object.keys(table).filter((key) => typeof texts[key] !== 'string');
  if (missing.length > 0) {
    advise(`Option "locale" lacks the texts ${missing.join(', ')}.`);
  }
}

/**
 * @param {any} words the integrator's own
 * @param {Record<string, string>} table
 */
function checkWords(words, table) {
  if (typeof words !== 'object') throw wrongType('texts', words, 'an object of texts');
  for (const key of Object.keys(words)) {
    if (!Object.hasOwn(table, key)) {
      throw invalid(`Option "texts" has the unknown key "${key}"; see xpollens-onboarding/locales/en.json.`);
    }
    if (typeof words[key] !== 'string') throw invalid(`Option "texts" has no text for "${key}"; expected a string.`);
  }
}
