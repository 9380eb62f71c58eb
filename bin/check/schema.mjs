// @ts-check
// Compares a value with a schema of the contract (JSON Schema 2020-12). It knows the keywords that contract/openapi.json uses and
// refuses others, so that a new keyword is not overlooked. Members that a schema does not name are allowed, as for every reader.

/** @typedef {Record<string, any>} Schema */

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
/** They say nothing about a value, or are read together with another keyword. */
const WITHOUT_CHECK = new Set(['description', 'default', 'then', 'else', 'examples', 'title', 'contentMediaType', 'contentEncoding']);

/**
 * What is wrong with a value: the path of a member, and what is expected there. Values are not repeated.
 * @param {Schema} document the whole description, for `$ref`
 * @param {Schema} schema
 * @param {any} value
 * @param {string} [path]
 * @returns {string[]} empty if nothing is wrong
 */
export function faultsOf(document, schema, value, path = '') {
  return Object.entries(schema).flatMap(([keyword, expected]) => {
    if (WITHOUT_CHECK.has(keyword)) return [];
    const check = KEYWORDS[keyword];
    if (!check) throw new Error(`the checker does not know the keyword ${keyword} of the contract`);
    return check({ document, schema, value, path, expected });
  });
}

/**
 * @typedef {object} Place
 * @property {Schema} document
 * @property {Schema} schema
 * @property {any} value
 * @property {string} path
 * @property {any} expected the content of the keyword
 */

/** @type {Record<string, (place: Place) => string[]>} */
const KEYWORDS = {
  $ref: ({ document, value, path, expected }) => faultsOf(document, referred(document, expected), value, path),
  type: ({ value, path, expected }) => wrong(!isType(value, expected), path, `is to be of type ${expected}`),
  const: ({ value, path, expected }) => wrong(value !== expected, path, `is to be ${expected}`),
  enum: ({ value, path, expected }) => wrong(!expected.includes(value), path, 'is a word that the contract does not have'),
  pattern: ({ value, path, expected }) =>
    wrong(typeof value === 'string' && !new RegExp(expected, 'u').test(value), path, `is to match ${expected}`),
  format: ({ value, path, expected }) => wrong(!isFormat(value, expected), path, `is to be a ${expected}`),
  minimum: ({ value, path, expected }) => wrong(typeof value === 'number' && value < expected, path, `is to be at least ${expected}`),
  maximum: ({ value, path, expected }) => wrong(typeof value === 'number' && value > expected, path, `is to be at most ${expected}`),
  minLength: ({ value, path, expected }) => wrong(lengthOf(value) < expected, path, `is to have ${expected} characters or more`),
  maxLength: ({ value, path, expected }) =>
    wrong(typeof value === 'string' && lengthOf(value) > expected, path, `is to have ${expected} characters or fewer`),
  minItems: ({ value, path, expected }) => wrong(Array.isArray(value) && value.length < expected, path, `is to have ${expected} items or more`),
  maxItems: ({ value, path, expected }) => wrong(Array.isArray(value) && value.length > expected, path, `is to have ${expected} items or fewer`),
  maxProperties: ({ value, path, expected }) =>
    wrong(isObject(value) && Object.keys(value).length > expected, path, `is to have ${expected} members or fewer`),
  items: ({ document, value, path, expected }) =>
    Array.isArray(value) ? value.flatMap((item, index) => faultsOf(document, expected, item, `${path}/${index}`)) : [],
  required: ({ value, path, expected }) =>
    isObject(value) ? expected.flatMap((/** @type {string} */ name) => wrong(!(name in value), `${path}/${name}`, 'is missing')) : [],
  properties: ({ document, value, path, expected }) =>
    Object.entries(expected).flatMap(([name, schema]) =>
      isObject(value) && name in value ? faultsOf(document, /** @type {Schema} */ (schema), value[name], `${path}/${name}`) : [],
    ),
  additionalProperties: ({ document, schema, value, path, expected }) =>
    isObject(value) && isObject(expected)
      ? Object.entries(value).flatMap(([name, member]) =>
          name in (schema.properties ?? {}) ? [] : faultsOf(document, expected, member, `${path}/${name}`),
        )
      : [],
  if: ({ document, schema, value, path, expected }) => {
    const holds = faultsOf(document, expected, value).length === 0;
    const next = holds ? schema.then : schema.else;
    return next ? faultsOf(document, next, value, path) : [];
  },
  not: ({ document, value, path, expected }) => wrong(faultsOf(document, expected, value).length === 0, path, 'is of a form that is excluded'),
};

/**
 * @param {boolean} isWrong
 * @param {string} path
 * @param {string} what
 */
const wrong = (isWrong, path, what) => (isWrong ? [`${path || 'the body'} ${what}`] : []);

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {any} value */
const lengthOf = (value) => (typeof value === 'string' ? [...value].length : Infinity);

/**
 * @param {any} value
 * @param {string} type
 */
function isType(value, type) {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

/**
 * @param {any} value
 * @param {string} format
 */
function isFormat(value, format) {
  if (typeof value !== 'string') return true;
  if (format === 'date-time') return DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
  if (format === 'date') return DATE.test(value);
  if (format === 'uri') return URL.canParse(value);
  return true;
}

/**
 * @param {Schema} document
 * @param {string} reference for example `#/components/schemas/Step`
 */
export function referred(document, reference) {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce((/** @type {any} */ value, name) => value[name], document);
}
