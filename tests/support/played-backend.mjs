// @ts-check
// A fake backend: page and module are real, and their calls are answered as a screen needs. For states, not for
// journeys. Read next: states.mjs, which has every state and its answers.

import { readFileSync } from 'node:fs';
import { inRepository } from '../../scripts/repository.mjs';

const CALLS = /\/(onboarding-api|demo\/session)(\/|\?|$)/;
/** Later than the end of any test, so that the state does not change. */
const MUCH_LATER_MS = 3_600_000;

/**
 * An answer: JSON with a status, bytes, a lost connection, or no answer at all.
 * @typedef {{ status?: number, json: unknown } | { status?: number, body: string, contentType: string } | 'lost' | 'none'} Answer
 *
 * @typedef {Record<string, Answer>} Answers by call, without the query: `PUT /onboarding/steps/profile`
 */

/**
 * One of the contract's examples.
 * @param {string} name of a file in `contract/fixtures`
 */
export const example = (name) =>
  JSON.parse(readFileSync(inRepository('contract', 'fixtures', `${name}.json`), 'utf8'));

/** The reference for support in every refusal. */
export const REQUEST_ID = '01JDBQ4ZK8';

/**
 * A refusal in the form of a backend.
 * @param {number} status
 * @param {string} code of the contract
 * @param {Record<string, unknown>} [more]
 * @returns {Answer}
 */
export const problem = (status, code, more) => ({
  status,
  json: { type: 'about:blank', title: 'Refused', status, code, requestId: REQUEST_ID, ...more },
});

/** @type {Record<string, { city: string, zipCode: string }[]>} */
const TOWNS = {
  75001: [{ city: 'Paris', zipCode: '75001' }],
  92100: [{ city: 'Boulogne-Billancourt', zipCode: '92100' }],
  '01090': ['Amareins', 'Francheleins', 'Genouilleux', 'Guéreins'].map((city) => ({ city, zipCode: '01090' })),
};

/**
 * Answers the calls of a page. A call without an answer is refused as unknown.
 * @param {import('playwright-core').Page} page
 * @param {object} snapshot the answer to the module's first call
 * @param {Answers} [answers]
 */
export async function playBackend(page, snapshot, answers = {}) {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route(CALLS, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const call = `${request.method()} ${url.pathname.replace('/onboarding-api', '')}`;
    const answer = answers[call] ?? usualAnswer(call, url, snapshot);
    if (answer === 'none') return;
    await (answer === 'lost' ? route.abort('connectionreset') : route.fulfill(answer));
  });
}

/**
 * The usual answer to a call.
 * @param {string} call without the query
 * @param {URL} url
 * @param {object} snapshot
 * @returns {Answer}
 */
export function usualAnswer(call, url, snapshot) {
  switch (call) {
    case 'POST /demo/session':
      return { json: { sessionToken: 'played', expiresAt: '2027-11-23T09:00:00Z' } };
    case 'GET /onboarding':
      // Later status calls are held forever, as if nothing changed.
      return url.searchParams.has('after') ? 'none' : { json: { ...snapshot, pollAfterMs: MUCH_LATER_MS } };
    case 'POST /onboarding/activation':
      return { json: example('activation') };
    case 'GET /onboarding/profile':
      return { json: example('profile.response') };
    case 'PUT /onboarding/drafts/profile':
    case 'PUT /onboarding/drafts/declarative':
    case 'PUT /onboarding/drafts/tax':
      return { status: 204, body: '', contentType: 'text/plain' };
    case 'GET /places':
      return { json: { places: TOWNS[url.searchParams.get('postcode') ?? ''] ?? [] } };
    default:
      return problem(404, 'not_found');
  }
}
