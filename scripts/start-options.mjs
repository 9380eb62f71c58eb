// @ts-check
// The options of `npm start`: their defaults, and what is wrong with them in words. Reads nothing but its argument.

import { parseArgs } from 'node:util';

/** What the sandbox accepts. */
const MAX_SPEED = 50_000;

export const HELP = `npm start -- [options]     runs the whole funnel on this machine, on 127.0.0.1 only

  --page-port N       the partner's page, with the module in it (8070)
  --backend-port N    the reference backend (8080)
  --sandbox-port N    the sandbox: it plays Xpollens and the customer's phone (8090)
  --speed N           how many seconds pass in the sandbox in one second (20); 1: as in reality; 0: its clock stands still
  --language xx       language of both pages, en or fr (the browser's)
  --steps a,b,c       the steps and their order (profile,device,identity,declarative,tax,terms)
  --generation NAME   which of the provider's APIs is spoken, mission or current (mission)
  --scenario NAME     what the next customer goes through, for example document-blurred: see sandbox/README.md
  --help              this text

Every run begins anew: the sandbox keeps its customers in memory, so the backend starts with an empty database too.
Ctrl-C ends everything.`;

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {number} pagePort
 * @property {number} backendPort
 * @property {number} sandboxPort
 * @property {number} speed
 * @property {string | undefined} language
 * @property {string | undefined} steps
 * @property {string} generation
 * @property {string | undefined} scenario
 */

/**
 * Reads the options.
 * @param {string[]} args what follows `npm start --`
 * @returns {StartOptions}
 * @throws {Error} that names the option and says what it takes
 */
export function readStartOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      'page-port': { type: 'string', default: '8070' },
      'backend-port': { type: 'string', default: '8080' },
      'sandbox-port': { type: 'string', default: '8090' },
      speed: { type: 'string', default: '20' },
      language: { type: 'string' },
      steps: { type: 'string' },
      generation: { type: 'string', default: 'mission' },
      scenario: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const options = {
    help: values.help,
    pagePort: port('--page-port', values['page-port']),
    backendPort: port('--backend-port', values['backend-port']),
    sandboxPort: port('--sandbox-port', values['sandbox-port']),
    speed: speed(values.speed),
    language: values.language,
    steps: values.steps,
    generation: values.generation,
    scenario: values.scenario,
  };
  if (options.language !== undefined && !['en', 'fr'].includes(options.language)) {
    throw new Error(`--language takes en or fr, not ${options.language}`);
  }
  if (!['mission', 'current'].includes(options.generation)) {
    throw new Error(`--generation takes mission or current, not ${options.generation}`);
  }
  if (new Set([options.pagePort, options.backendPort, options.sandboxPort]).size < 3) {
    throw new Error('--page-port, --backend-port and --sandbox-port must be three different ports');
  }
  return options;
}

/**
 * @param {string} name
 * @param {string} text
 */
function port(name, text) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 65535)
    throw new Error(`${name} takes a port from 1 to 65535, not ${text}`);
  return value;
}

/** @param {string} text */
function speed(text) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > MAX_SPEED)
    throw new Error(`--speed takes a whole number from 0 to ${MAX_SPEED}, not ${text}`);
  return value;
}
