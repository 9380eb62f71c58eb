// @ts-check
// The customer of this browser, and the onboarding session that the partner's server opens for them. A bank knows the
// customer from its own log-in. The demo invents a reference and stores it in a cookie, so that a reload resumes where
// the customer was.

import { randomBytes } from 'node:crypto';
import { CUSTOMER_COOKIE, cookieNamed, sessionCookie } from './cookie.mjs';
import { problem, sendJson } from './problem.mjs';

/** Lifetime of a prospect, 90 days, in seconds. */
const COOKIE_SECONDS = 90 * 24 * 3600;
/** 192 random bits, so that nobody can guess the reference of another customer and open their session. */
const REFERENCE = /^demo-[\w-]{32}$/;
const BACKEND_TIMEOUT_MS = 10_000;
/**
 * What a bank knows of its customer. The customer cannot change their name and date of birth on the page.
 */
const KNOWN = {
  profile: {
    civility: 'miss',
    firstName: 'Corinne',
    lastName: 'Berthier',
    birthName: 'Berthier',
    birthDate: '1965-12-06',
    birthCountry: 'FR',
    birthZipCode: '75001',
    birthCity: 'Paris',
    nationality: 'FR',
    'address.country': 'FR',
    'address.street': '104, rue des Fleurs',
    'address.zipCode': '92100',
    'address.city': 'Boulogne-Billancourt',
  },
  readOnly: ['firstName', 'lastName', 'birthName', 'birthDate'],
};

/**
 * @param {URL} backend
 * @param {string} partnerKey
 */
export function customerSessions(backend, partnerKey) {
  /**
   * `POST /demo/session`: `{sessionToken, expiresAt}` for this browser's customer. With `inCookie` the token goes into
   * a cookie instead, and the answer is empty: the page never sees it. With `isKnown` the form begins with what a bank knows.
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   * @param {{ inCookie: boolean, isKnown: boolean }} wanted
   */
  async function open(request, response, { inCookie, isKnown }) {
    if (isCrossSite(request)) return problem(response, 403, 'forbidden', 'Only the demo page itself may ask this');
    const reference = readReference(request) ?? newReference();
    const opened = await openSession({ customerReference: reference, ...(isKnown && { prefill: KNOWN }) });
    if (opened === undefined) {
      return problem(response, 502, 'internal', 'The partner backend did not open a session; is it running, with the same key?');
    }
    remember(response, reference);
    if (!inCookie) return sendJson(response, 200, opened);
    response.appendHeader('Set-Cookie', sessionCookie(opened.sessionToken, opened.expiresAt));
    response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
  }

  /**
   * `POST /demo/restart`: forgets the customer. The next session belongs to a new one.
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function restart(request, response) {
    if (isCrossSite(request)) return problem(response, 403, 'forbidden', 'Only the demo page itself may ask this');
    remember(response, newReference());
    response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
  }

  /**
   * The call from server to server, with the partner's key.
   * @param {{ customerReference: string, prefill?: typeof KNOWN }} body
   * @returns {Promise<{ sessionToken: string, expiresAt: string } | undefined>}
   */
  async function openSession(body) {
    try {
      const answer = await fetch(new URL(`${backend.pathname.replace(/\/$/, '')}/sessions`, backend), {
        method: 'POST',
        headers: { Authorization: `Bearer ${partnerKey}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(BACKEND_TIMEOUT_MS),
      });
      if (!answer.ok) {
        process.stderr.write(`demo: POST /sessions answered ${answer.status}\n`);
        return undefined;
      }
      const { sessionToken, expiresAt } = await answer.json();
      return { sessionToken, expiresAt };
    } catch (error) {
      process.stderr.write(`demo: POST /sessions failed: ${error instanceof Error ? error.message : error}\n`);
      return undefined;
    }
  }

  return { open, restart };
}

/** @returns {string} */
function newReference() {
  return `demo-${randomBytes(24).toString('base64url')}`;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {string | undefined}
 */
function readReference(request) {
  const value = cookieNamed(request, CUSTOMER_COOKIE);
  return value !== undefined && REFERENCE.test(value) ? value : undefined;
}

/**
 * Without `Secure` and `__Host-`, because the demo is served over plain HTTP on loopback. A partner's own cookie has
 * both.
 * @param {import('node:http').ServerResponse} response
 * @param {string} reference
 */
function remember(response, reference) {
  response.appendHeader('Set-Cookie', `${CUSTOMER_COOKIE}=${reference}; Path=/demo; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict`);
}

/**
 * Browsers say where a request comes from. A request that does not say it is not from a browser.
 * @param {import('node:http').IncomingMessage} request
 */
function isCrossSite(request) {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin';
}
