// @ts-check
// The sandbox's phone API, with one function for each call. It answers what the wallet SDK answers on a real phone.
// No call contains the secret code.

/** @typedef {{ label: string, value: string }} Row */
/**
 * @typedef {object} Notification a sensitive operation that waits for the customer
 * @property {string} authenticationId
 * @property {string} title
 * @property {Row[]} rows
 * @property {number} expiresInMillis
 * @property {string} status
 */
/**
 * @typedef {object} Device the content of the phone's screen, from the sandbox
 * @property {string} wallet `onProvisioningRequired`, `ready` or `killed`
 * @property {string | null} appUserId
 * @property {string | null} firstName
 * @property {string} identification `required`, `running`, `transfer` (awaited), `done` or `failed`
 * @property {string} proof the required proof in addition to the document: `selfie` or `transfer`
 * @property {{ amountCents: number, status: string } | null} transfer the last one made: `sent`, `in_review`, `booked` or
 *   `returned`
 * @property {Notification[]} notifications
 * @property {string | null} account `Initialized` or `Activated`
 * @property {string | null} userRecordStatus
 */

/** A call that was answered with a failure; `status` 0 means no answer at all. */
export class CallError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(status === 0 ? 'no answer' : `answered ${status}`);
    this.name = 'CallError';
    this.status = status;
  }
}

/** Longer than any answer of the sandbox; shorter than a customer's patience. In milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * @param {string} path
 * @param {unknown} [body] makes it a POST
 * @returns {Promise<any>} the JSON answer; null if there is none
 */
async function call(path, body) {
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new CallError(0);
  }
  if (!answer.ok) throw new CallError(answer.status);
  return answer.json().catch(() => null);
}

/**
 * @typedef {ReturnType<typeof phoneApi>} PhoneApi
 * @param {string} deviceId
 */
export function phoneApi(deviceId) {
  const device = `/phone/api/devices/${encodeURIComponent(deviceId)}`;
  return {
    /** `walletManager.connect()` and everything the home page shows.
     * @returns {Promise<Device>} */
    connect: () => call(device),
    /** `walletProvisioning.checkEligibility()`.
     * @returns {Promise<boolean>} */
    isEligible: async () => (await call(`${device}/eligibility`, {}))?.state === 'onDeviceEligible',
    /** `walletProvisioning.launch(activationCode)`; fails with the status of the refusal.
     * @param {string} activationCode */
    launch: (activationCode) => call(`${device}/launch`, { activationCode }),
    /** `getIssuerData()`.
     * @returns {Promise<string>} the address of the identification webview */
    webviewUrl: async () => (await call(`${device}/issuer-data`)).webviewUrl,
    /** Answers a strong authentication. 409 if it has expired.
     * @param {string} authenticationId
     * @param {'validate' | 'refuse'} decision */
    decide: (authenticationId, decision) =>
      call(`${device}/authentications/${encodeURIComponent(authenticationId)}`, { decision }),
    /** The customer's other bank sends money to the new account.
     * @param {{ amountCents: number, instant: boolean, payerFullName: string | undefined }} payment the customer's own
     *   name if there is none */
    pay: (payment) => call(`${device}/transfers`, payment),
  };
}

/**
 * Returns what the identification provider's page has to ask for.
 * @param {string} token
 * @returns {Promise<{ proof: string }>} `selfie`, or `transfer` without a facial scan
 */
export function identificationPage(token) {
  return call(`/phone/api/webview/${encodeURIComponent(token)}`);
}

/**
 * The customer refuses the facial scan. 409 if there is no alternative.
 * @param {string} token
 */
export function refuseScan(token) {
  return call(`/phone/api/webview/${encodeURIComponent(token)}/refusal`, {});
}

/**
 * Sends the result of the identification provider's page: counts, never a picture.
 * @param {string} token
 * @param {{ documentType: 'ID_CARD' | 'PASSPORT' | 'RES_CARD', images: number, selfieSeconds: number }} capture without a
 *   video of the face, 0 seconds
 */
export function submitIdentification(token, capture) {
  return call(`/phone/api/webview/${encodeURIComponent(token)}`, capture);
}
