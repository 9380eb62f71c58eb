// @ts-check
// The options of `npm start`: their defaults and their checks. Starts and builds nothing.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LANGUAGES } from './loader-scripts.mjs';
import { inRepository } from './repository.mjs';

/** The limit of the sandbox. */
const MAX_SPEED = 50_000;
/** The steps that the backend accepts: `STEPS` and `FURTHER_STEPS` of backend/src/config/mod.rs. */
export const STEPS = ['profile', 'device', 'identity', 'declarative', 'tax', 'terms', 'proof', 'screening'];
const GENERATIONS = ['legacy', 'current'];
/** Used unless an option names another port. If one is taken, a free port is used. */
export const USUAL_PORTS = { page: 8070, backend: 8080, sandbox: 8090 };

export const HELP = `npm start -- [options]     runs the whole funnel on this machine, on 127.0.0.1 only

  --page-port N       the partner's page, with the module in it (8070)
  --backend-port N    the reference backend (8080)
  --sandbox-port N    the sandbox: it plays Xpollens and the customer's phone (8090)
  --speed N           how many seconds pass in the sandbox in one second, up to ${MAX_SPEED} (20); 1: as in reality;
                      0: its clock stands still until you move it; npm start says how
  --language xx       language of both pages, ${LANGUAGES.join(' or ')} (the browser's)
  --steps a,b,c       the steps and their order (profile,device,identity,declarative,tax,terms)
  --generation NAME   which of the provider's APIs the backend speaks, legacy or current (legacy)
  --scenario NAME     what the next customer goes through, for example document-blurred: see sandbox/README.md
  --postgres          keeps the backend's data in a PostgreSQL server of this run, instead of a SQLite file
  --help              this text

If a default port is taken, a free one is used, so several runs can go on at once. Each keeps its files in its own folder,
which is removed at the end. Every run starts without customers. Ctrl-C ends everything.`;

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {number} [pagePort] undefined: the usual port, or a free one
 * @property {number} [backendPort]
 * @property {number} [sandboxPort]
 * @property {number} speed
 * @property {string} [language]
 * @property {string} [steps]
 * @property {string} generation
 * @property {string} [scenario]
 * @property {boolean} postgres whether the backend uses a PostgreSQL server
 */

/** Options without a value. */
const SWITCHES = ['postgres'];
const NAMES = ['page-port', 'backend-port', 'sandbox-port', 'speed', 'language', 'steps', 'generation', 'scenario'];

/** Invalid options. The message says what to do. */
export class OptionError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(`${message}\nAll options: npm start -- --help`);
    this.name = 'OptionError';
  }
}

/**
 * Reads the options.
 * @param {string[]} args what follows `npm start --`
 * @param {Record<string, string | undefined>} [environment] here npm leaves options that were written without `--`
 * @returns {StartOptions}
 * @throws {OptionError} with the name of the option and the values it accepts
 */
export function readStartOptions(args, environment = {}) {
  refuseWithoutDashes(environment);
  const { values, switches, help } = readValues(args);
  const { language, steps, generation = 'legacy', scenario } = values;
  const ports = /** @type {const} */ (['page-port', 'backend-port', 'sandbox-port']).map((name) => port(name, values[name]));
  const given = ports.filter((value) => value !== undefined);
  if (new Set(given).size < given.length)
    throw new OptionError('--page-port, --backend-port and --sandbox-port must be three different ports');
  if (language !== undefined) oneOf('language', language, LANGUAGES);
  oneOf('generation', generation, GENERATIONS);
  if (steps !== undefined) checkSteps(steps.split(',').map((step) => step.trim()));
  if (scenario !== undefined) oneOf('scenario', scenario, scenarios());
  const [pagePort, backendPort, sandboxPort] = ports;
  const postgres = switches.includes('postgres');
  return { help, pagePort, backendPort, sandboxPort, speed: speed(values.speed ?? '20'), language, steps, generation, scenario, postgres };
}

/**
 * @param {string[]} args
 * @returns {{ help: boolean, switches: string[], values: Record<string, string | undefined> }}
 */
function readValues(args) {
  const ofType = (/** @type {string[]} */ names, /** @type {'string' | 'boolean'} */ type) => names.map((name) => [name, { type }]);
  const options = Object.fromEntries([...ofType(NAMES, 'string'), ...ofType(SWITCHES, 'boolean')]);
  // Not strict, so that errors have our own messages.
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  /** @type {Record<string, string | undefined>} */
  const values = {};
  const switches = [];
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw new OptionError(`${token.value} belongs to no option: options are written --name value`);
    const { name, rawName, value, inlineValue } = token;
    if (name === 'help' || rawName === '-h') help = true;
    else if (SWITCHES.includes(name) && value !== undefined) throw new OptionError(`--${name} takes no value`);
    else if (SWITCHES.includes(name)) switches.push(name);
    else if (!NAMES.includes(name)) throw new OptionError(`There is no option ${rawName}${nearest(name)}`);
    else if (values[name] !== undefined) throw new OptionError(`--${name} is given twice`);
    else if (!value || (!inlineValue && value.startsWith('--'))) throw new OptionError(`--${name} needs a value`);
    else values[name] = value;
  }
  return { help, switches, values };
}

/**
 * `npm start --speed 1` without the separating `--` gives the option to npm, which drops it.
 * @param {Record<string, string | undefined>} environment
 */
function refuseWithoutDashes(environment) {
  const lost = [...NAMES, ...SWITCHES].find((name) => environment[`npm_config_${name.replace('-', '_')}`] !== undefined);
  if (lost) throw new OptionError(`Options follow two dashes: npm start -- --${lost} …`);
}

/** @param {string} name */
function nearest(name) {
  const close = [...NAMES, ...SWITCHES].find((known) => known.startsWith(name) || name.startsWith(known) || known.split('-')[0] === name.split('-')[0]);
  return close ? `; did you mean --${close}?` : '';
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string[]} known
 */
function oneOf(name, value, known) {
  if (!known.includes(value)) throw new OptionError(`--${name} takes ${listed(known)}, not ${value}`);
}

/** @param {string[]} names */
const listed = (names) => (names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : String(names[0]));

/** @param {string[]} steps */
function checkSteps(steps) {
  for (const [place, step] of steps.entries()) {
    if (!STEPS.includes(step)) throw new OptionError(`--steps takes ${STEPS.join(', ')}, separated by commas, not ${step || 'an empty name'}`);
    if (steps.indexOf(step) < place) throw new OptionError(`--steps names ${step} twice`);
  }
  if (!steps.includes('profile')) throw new OptionError('--steps needs profile: it creates the customer');
}

/**
 * @param {string} name
 * @param {string | undefined} text
 */
function port(name, text) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < 1 || value > 65535)
    throw new OptionError(`--${name} takes a port from 1 to 65535, not ${text}`);
  return value;
}

/** @param {string} text */
function speed(text) {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value > MAX_SPEED)
    throw new OptionError(`--speed takes a whole number from 0 to ${MAX_SPEED}, not ${text}`);
  return value;
}

/** The scenarios in the sandbox's README. A test of the sandbox keeps that table complete. */
function scenarios() {
  const readme = readFileSync(inRepository('sandbox', 'README.md'), 'utf8');
  const [, table = ''] = /<!-- scenarios:([\s\S]*)<!-- \/scenarios -->/.exec(readme) ?? [];
  return [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => String(name));
}
