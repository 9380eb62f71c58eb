// @ts-check
// `xpollens-onboarding check URL`: whether a partner's own backend serves the contract. It makes customers of its own, with references that
// begin with `check-`, and calls nobody but the backend. Start with `rules/`: each file is about one part of the contract.

import { parseArgs } from 'node:util';
import { Client } from './check/client.mjs';
import { Report } from './check/report.mjs';
import { callbacks } from './check/rules/callbacks.mjs';
import { customers } from './check/rules/customers.mjs';
import { drafts } from './check/rules/drafts.mjs';
import { sessions } from './check/rules/sessions.mjs';
import { snapshot } from './check/rules/snapshot.mjs';
import { steps } from './check/rules/steps.mjs';
import { CREDENTIALS_HELP, backendUrl, credentialsOf } from './credentials.mjs';
import { explained } from './failure.mjs';

export const summary = 'checks a partner backend of your own against the contract';

const HELP = `Usage: xpollens-onboarding check URL

Checks whether the backend below URL serves the contract. URL is the address under which the contract's paths are, such as
https://partner.example/onboarding-api. Run it against a test system: it makes customers whose references begin with "check-",
submits nothing that reaches the provider, and posts callbacks in the provider's place.

${CREDENTIALS_HELP}
Without the user, no rule about callbacks is checked.

It prints each rule that does not hold, and ends with 0 if all hold, with 1 if some do not, and with 2 if it could not check.`;

/** @type {Record<string, (client: Client) => Promise<void>>} */
const RULES = { sessions, snapshot, drafts, steps, customers, callbacks };

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<number>} the exit code
 */
export async function run(args, environment = process.env) {
  const request = understood(args, environment);
  if (typeof request === 'string') {
    const isHelp = request === HELP;
    (isHelp ? console.log : console.error)(request);
    return isHelp ? 0 : 2;
  }
  try {
    const report = await check(request.url, request.credentials);
    for (const { rule, seen } of report.findings) console.log([`✗ ${rule}`, ...seen.map((text) => `    ${text}`)].join('\n'));
    const { count, findings } = report;
    console.log(findings.length === 0 ? `all ${count} rules hold` : `${findings.length} of ${count} rules do not hold`);
    if (!request.credentials.callbacks) console.log('without ONBOARDING_CALLBACK_USER no rule about callbacks was checked');
    return findings.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`xpollens-onboarding check: ${explained(error)}`);
    return 2;
  }
}

/**
 * Checks the rules.
 * @param {string} url
 * @param {import('./check/client.mjs').Credentials} credentials
 * @param {string[]} [parts] the names of the parts to check; all by default
 * @returns {Promise<Report>}
 */
export async function check(url, credentials, parts = Object.keys(RULES)) {
  const report = new Report();
  const client = new Client(url, credentials, report);
  for (const part of parts) await RULES[part]?.(client);
  return report;
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ url: string, credentials: import('./check/client.mjs').Credentials } | string} what to do, or what to print instead
 */
function understood(args, environment) {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
    if (values.help) return HELP;
    const [url, ...more] = positionals;
    if (!url || more.length > 0) return `one URL is expected\n\n${HELP}`;
    return { url: backendUrl(url), credentials: credentialsOf(environment) };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${HELP}`;
  }
}
