// @ts-check
/** The language of an element and its texts: those of the package or of an own language, with the integrator's own words. */
import { OnboardingError } from './errors.js';
import { firstTexts, nearestLanguage, texts as packageTexts } from './languages.js';
import { advise, wrongType } from './options.js';

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
function checkLocale(locale) {
  const { tag, texts, dir } = Object(locale);
  if (typeof tag !== 'string') throw wrongType('locale.tag', tag, 'a language tag, for example "de"');
  try {
    Intl.getCanonicalLocales(tag);
  } catch (cause) {
    const message = `Option "locale" has the tag "${tag}", which is no language tag; expected for example "de".`;
    throw new OnboardingError('invalid_option', message, false, cause);
  }
  if (typeof texts !== 'object') throw wrongType('locale.texts', texts, 'an object of texts');
  if (dir !== undefined && dir !== 'ltr' && dir !== 'rtl') throw wrongType('locale.dir', dir, '"ltr" or "rtl"');
}

/**
 * Missing texts are no error, because another version of the package may have other texts.
 *
 * @param {{ tag: string, texts: Record<string, string> }} locale
 * @param {Record<string, string>} table
 */
function tellGaps({ tag, texts }, table) {
  const missing = Object.keys(table).filter((key) => typeof texts[key] !== 'string');
  if (missing.length > 0) {
    advise(`Option "locale" has no text in "${tag}" for ${missing.join(', ')}. The texts of the package stand in for them.`);
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
      const message = `Option "texts" has the unknown key "${key}"; see xpollens-onboarding/locales/en.json.`;
      throw new OnboardingError('invalid_option', message);
    }
    if (typeof words[key] !== 'string') {
      throw new OnboardingError('invalid_option', `Option "texts" has no text for "${key}"; expected a string.`);
    }
  }
}
