// @ts-check
/**
 * The languages of the module and their texts. Each language has a script, which is loaded on demand. A few texts are part of
 * this script, because they are shown while the rest loads or if it does not load.
 */
import { isPublished } from './digest.js';
import { OnboardingError } from './errors.js';
import languages from './texts.js';

/** @typedef {keyof typeof languages} Language */

/** @type {Map<Language, Promise<Record<string, string>>>} texts that are loaded or loading */
const loads = new Map();

/**
 * The supported language nearest to a BCP 47 tag: `fr-CA` becomes `fr`. An unknown language or an invalid tag becomes `en`.
 *
 * @param {string} tag
 * @returns {Language}
 */
export function nearestLanguage(tag) {
  const language = String(tag).toLowerCase().split('-')[0];
  return Object.hasOwn(languages, language) ? /** @type {Language} */ (language) : 'en';
}

/**
 * The texts that are available before anything is loaded.
 *
 * @param {string} tag
 */
export function firstTexts(tag) {
  return languages[nearestLanguage(tag)].first;
}

/**
 * @param {string} tag
 * @returns {Promise<Record<string, string>>}
 */
export function texts(tag) {
  const language = nearestLanguage(tag);
  let load = loads.get(language);
  if (!load) {
    load = loaded(language).catch((error) => {
      loads.delete(language);
      throw error;
    });
    loads.set(language, load);
  }
  return load;
}

/**
 * The script contains the texts as one string, which is checked against its digest.
 *
 * @param {Language} language
 * @returns {Promise<Record<string, string>>}
 */
async function loaded(language) {
  let json;
  try {
    json = (await languages[language].load()).default;
  } catch (cause) {
    // The browser keeps a truncated script until the page is left.
    const isKept = cause instanceof SyntaxError;
    throw new OnboardingError('load_failed', `The texts of "${language}" could not be loaded.`, !isKept, cause);
  }
  if (!(await isPublished(language, new TextEncoder().encode(json)))) {
    throw new OnboardingError('load_failed', `The texts of "${language}" are not what was published.`);
  }
  return JSON.parse(json);
}
