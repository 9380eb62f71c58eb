// @ts-check
// The published callbacks as the package ships them, contract/callbacks/, one file for each payload. Here they get a customer and values.

import { readFileSync, readdirSync } from 'node:fs';

/**
 * @typedef {object} Callback
 * @property {string} published where the payload was published
 * @property {boolean} says whether it has an effect on an onboarding
 * @property {any} [body] no body if missing
 * @property {Record<string, string>} [headers]
 * @property {string} [query] of the address
 */

const FOLDER = new URL('../../contract/callbacks/', import.meta.url);
/** The user at the provider in all files. */
const EXAMPLE_USER = '4711abcde';

/** @returns {string[]} the names of all callbacks */
export const names = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''));

/**
 * @param {string} name
 * @returns {Callback}
 * @throws {Error} if there is none of this name
 */
export function published(name) {
  if (!names().includes(name)) throw new Error(`there is no callback ${name}. The callbacks are: ${names().join(', ')}`);
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

/**
 * The callback about one customer.
 * @param {Callback} callback
 * @param {string} appUserId the customer's id at the provider
 * @returns {Callback}
 */
export function about(callback, appUserId) {
  const text = JSON.stringify(callback).replaceAll(EXAMPLE_USER, JSON.stringify(appUserId).slice(1, -1));
  return JSON.parse(text);
}

/**
 * The callback with another value for each member, header or parameter of that name.
 * @param {Callback} callback
 * @param {string} name as in the file
 * @param {string} value
 * @returns {Callback}
 * @throws {Error} if nothing has this name
 */
export function withValue(callback, name, value) {
  let found = 0;
  const replaced = (/** @type {unknown} */ content) =>
    JSON.parse(JSON.stringify(content), (key, old) => {
      if (key !== name) return old;
      found += 1;
      return value;
    });
  const parts = { ...callback };
  if (callback.body !== undefined) parts.body = replaced(callback.body);
  if (callback.headers) parts.headers = replaced(callback.headers);
  if (callback.query) parts.query = String(new URLSearchParams(replaced(Object.fromEntries(new URLSearchParams(callback.query)))));
  if (found === 0) throw new Error(`the callback has no ${name}`);
  return parts;
}
