// @ts-check
// `xpollens-onboarding trigger CALLBACK URL`: sends a published callback to a running backend, in the provider's place. Start with
// `trigger/published.mjs`.

import { parseArgs } from 'node:util';
import { Client } from './check/client.mjs';
import { Report } from './check/report.mjs';
import { CREDENTIALS_HELP, backendUrl, credentialsOf } from './credentials.mjs';
import { explained } from './failure.mjs';
import { about, names, published, withValue } from './trigger/published.mjs';

export const summary = 'sends a callback of the provider to a backend';

const HELP = `Usage: xpollens-onboarding trigger CALLBACK URL --customer REFERENCE [--set NAME=VALUE]...

Sends a callback, as the provider published it, to the backend below URL. URL is the address under which the contract's paths are, such as
http://127.0.0.1:8080. Use it with a test system: the backend cannot tell the callback from one of the provider.

  --customer REFERENCE  your reference of the customer whom the callback is about; its session must have been opened
  --set NAME=VALUE      another value for a member of the callback, as text; may be repeated
  --list                prints the callbacks

For example, this opens the account of a customer:
  xpollens-onboarding trigger 34 http://127.0.0.1:8080 --customer 4711 --set userRecordStatus=Validated

${CREDENTIALS_HELP}

It prints how the backend answers and where the customer stands afterwards. It ends with 0 if the backend acknowledges the callback, with 1 if it
does not, and with 2 if nothing could be sent.`;

/**
 * @typedef {object} Order what to send
 * @property {string} name of the callback
 * @property {string} customer the partner's reference
 * @property {[string, string][]} [values] other values for members, by name
 *
 * @typedef {object} Result
 * @property {number} status of the answer
 * @property {any} customer where the customer stands afterwards, as the contract's `GET /customers/{reference}` says it
 */

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<number>} the exit code
 */
export async function run(args, environment = process.env) {
  try {
    const request = understood(args, environment);
    if (typeof request === 'string') {
      console.log(request);
      return 0;
    }
    const { status, customer } = await trigger(request.url, request.credentials, request.order);
    const isTaken = status >= 200 && status < 300;
    console.log(`callback ${request.order.name} was ${isTaken ? 'acknowledged' : 'refused'} with ${status}`);
    console.log(`the customer's onboarding: ${customer.onboarding}, revision ${customer.revision}`);
    for (const { id, state } of customer.steps) console.log(`  ${id.padEnd(12)} ${state}`);
    return isTaken ? 0 : 1;
  } catch (error) {
    console.error(`xpollens-onboarding trigger: ${explained(error)}`);
    return 2;
  }
}

/**
 * Sends a callback.
 * @param {string} url
 * @param {import('./check/client.mjs').Credentials} credentials
 * @param {Order} order
 * @returns {Promise<Result>}
 * @throws {Error} if the callback or one of its members does not exist, or the backend does not know the customer
 */
export async function trigger(url, credentials, { name, customer, values = [] }) {
  const chosen = values.reduce((callback, [member, value]) => withValue(callback, member, value), published(name));
  const client = new Client(url, credentials, new Report());
  const { appUserId } = await standOf(client, customer);
  const { body, headers, query } = about(chosen, appUserId);
  const { status } = await client.callback(body, { headers, path: `/callbacks/xpollens${query ? `?${query}` : ''}` });
  return { status, customer: await standOf(client, customer) };
}

/**
 * @param {Client} client
 * @param {string} reference
 */
async function standOf(client, reference) {
  const { status, json } = await client.partner('GET', `/customers/${encodeURIComponent(reference)}`);
  if (status === 404) throw new Error(`the backend does not know a customer ${reference}: open a session first`);
  if (status !== 200) throw new Error(`GET /customers/{reference} answers ${status}: is the partner's key right?`);
  return json;
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ url: string, credentials: import('./check/client.mjs').Credentials, order: Order } | string} what to do, or what to print instead
 */
function understood(args, environment) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      list: { type: 'boolean' },
      customer: { type: 'string' },
      set: { type: 'string', multiple: true },
    },
  });
  if (values.help) return HELP;
  if (values.list) return names().map((name) => `${name.padEnd(16)} ${published(name).published}`).join('\n');
  const [name, url, ...more] = positionals;
  if (!name || !url || more.length > 0) throw new Error(`one callback and one URL are expected\n\n${HELP}`);
  if (!values.customer) throw new Error('--customer is missing');
  const credentials = credentialsOf(environment);
  if (!credentials.callbacks) throw new Error('ONBOARDING_CALLBACK_USER and ONBOARDING_CALLBACK_PASSWORD are missing in the environment');
  return { url: backendUrl(url), credentials, order: { name, customer: values.customer, values: (values.set ?? []).map(pair) } };
}

/**
 * @param {string} text `NAME=VALUE`
 * @returns {[string, string]}
 */
function pair(text) {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--set expects NAME=VALUE and not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}
