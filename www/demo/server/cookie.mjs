// @ts-check
// The two cookies of a partner's page: the customer of this browser and, in cookie mode, the onboarding session.

/** Names the customer to this server. */
export const CUSTOMER_COOKIE = 'demo-customer';
/**
 * Carries the session token to the backend instead of the `Authorization` header. Because of `__Host-`, browsers refuse
 * it unless it is `Secure`, has `Path=/` and no `Domain`, so no sibling site can set it.
 */
export const SESSION_COOKIE = '__Host-onboarding';

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} name
 * @returns {string | undefined} undefined if the browser sent no cookie with this name
 */
export function cookieNamed(request, name) {
  const pairs = (request.headers.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * The session in a cookie that no script can read. Browsers except WebKit also accept a `Secure` cookie from
 * http://127.0.0.1.
 * @param {string} sessionToken
 * @param {string} expiresAt RFC 3339
 */
export const sessionCookie = (sessionToken, expiresAt) =>
  `${SESSION_COOKIE}=${sessionToken}; Path=/; Expires=${new Date(expiresAt).toUTCString()}; Secure; HttpOnly; SameSite=Strict`;
