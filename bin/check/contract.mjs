// @ts-check
// The contract as the package ships it: contract/openapi.json and an example of the customer's details. `judge` compares an answer with
// what is described for its call.

import { readFileSync } from 'node:fs';
import { faultsOf } from './schema.mjs';

/** @param {string} path below `contract/` */
const read = (path) => JSON.parse(readFileSync(new URL(`../../contract/${path}`, import.meta.url), 'utf8'));

const description = read('openapi.json');

/** A valid submission of the step `profile`, of a person who does not exist. */
export const exampleProfile = () => read('fixtures/profile.json');

/** A valid submission of the step `tax`. */
export const exampleTax = () => read('fixtures/tax.json');

/**
 * @param {string} method
 * @param {string} path with or without a query
 * @returns {any} the described call, or undefined
 */
function operationOf(method, path) {
  const [plain] = path.split('?');
  const matches = (/** @type {string} */ template) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(/** @type {string} */ (plain));
  const template = Object.keys(description.paths).find(matches);
  return template && description.paths[template][method.toLowerCase()];
}

/**
 * What differs between an answer and its description; nothing for a call that is not described.
 * @param {import('./client.mjs').Answer} answer
 * @returns {string[]}
 */
export function judge(answer) {
  const operation = operationOf(answer.method, answer.path);
  if (!operation) return [];
  const response = operation.responses[answer.status];
  if (!response) return [`the status ${answer.status} is not described`];
  return [...faultsOfHeaders(response, answer), ...faultsOfBody(response, answer)];
}

/**
 * @param {any} response
 * @param {import('./client.mjs').Answer} answer
 */
function faultsOfHeaders(response, answer) {
  return Object.keys(response.headers ?? {}).flatMap((name) =>
    answer.headers.has(name) ? [] : [`the header ${name} of an answer ${answer.status} is missing`],
  );
}

/**
 * @param {any} response
 * @param {import('./client.mjs').Answer} answer
 */
function faultsOfBody(response, answer) {
  const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
  if (!type) return answer.text === '' ? [] : [`an answer ${answer.status} is to have no body`];
  const given = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== type) return [`the Content-Type of an answer ${answer.status} is to be ${type}`];
  if (!type.endsWith('json')) return [];
  if (answer.json === undefined) return ['the body is not JSON'];
  return faultsOf(description, content.schema, answer.json).map((fault) => `${fault} (answer ${answer.status})`);
}
