// @ts-check
/** The options of the element: their names, and how they are written as attributes. The engine checks most values. */
import { bare } from './bare.js';
import { OnboardingError } from './errors.js';

/** Options that are also attributes, in kebab-case; `language` is another one, which is read where it is needed. */
const TEXTS = ['endpoint', 'codeTemplate', 'appLink', 'appStoreUrl', 'playStoreUrl', 'helpUrl', 'doneUrl', 'privacyUrl', 'wasmUrl', 'engineUrl'];

/** Every option; the element has a property for each. */
export const OPTIONS = [...TEXTS, 'announceInTitle', 'language', 'texts', 'locale', 'token', 'getToken'];

/** Options that take effect while the module runs. */
export const LIVE = ['language', 'texts', 'locale', 'token', 'getToken'];

/** @param {string} option */
const attributeOf = (option) => option.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

/** The attributes of the element. */
export const ATTRIBUTES = [...TEXTS, 'announceInTitle', 'language'].map(attributeOf);

/**
 * The options that an element has as attributes, without the language.
 *
 * @param {Element} element
 */
export function attributeOptions(element) {
  const options = bare({});
  for (const name of TEXTS) {
    const value = element.getAttribute(attributeOf(name));
    if (value !== null) options[name] = value;
  }
  // An attribute that is there means yes, unless it is "false", which some frameworks write.
  const announces = element.getAttribute('announce-in-title');
  if (announces !== null) options.announceInTitle = announces !== 'false';
  return options;
}

/**
 * All options that have a value. Properties override attributes.
 *
 * @param {Record<string, any>} attributes
 * @param {Record<string, any>} properties
 */
export function allOptions(attributes, properties) {
  const options = bare(attributes);
  for (const name of Object.keys(properties)) {
    const value = properties[name];
    if (value !== undefined && value !== null) options[name] = name === 'locale' ? bare(value) : value;
  }
  return options;
}

/**
 * The names of the options in which two sets of options differ.
 *
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 * @returns {string[]}
 */
export function changedOptions(before, after) {
  return Object.keys({ ...before, ...after }).filter((name) => !isSame(before[name], after[name]));
}

/**
 * Objects are compared by their content, because frameworks create an equal object at each rendering.
 *
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  const areObjects = typeof one === 'object' && typeof other === 'object';
  return areObjects ? JSON.stringify(one) === JSON.stringify(other) : Object.is(one, other);
}

/**
 * The address of a file of the package as text. Some bundlers import it as a `URL` object.
 *
 * @param {string} name
 * @param {Record<string, unknown>} options
 * @returns {string | undefined}
 */
export function fileAddress(name, options) {
  const value = options[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || value instanceof URL) return String(value);
  throw wrongType(name, value, 'a string');
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} expected
 */
export function wrongType(name, value, expected) {
  return invalid(`Option "${name}" is a ${typeof value}; expected ${expected}.`);
}

/** @param {string} message which option to correct, and how */
export function invalid(message) {
  return new OnboardingError('invalid_option', message);
}

/** Messages that were already shown. */
const warned = new Set();

/**
 * Shows a message to the developer on the console, once.
 *
 * @param {string} words
 */
export function advise(words) {
  if (!warned.has(words)) console.warn(`xpollens-onboarding: ${words}`);
  warned.add(words);
}
