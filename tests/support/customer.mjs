// @ts-check
// A customer without a browser: makes the page's calls to the backend and the phone's calls to the sandbox. desktop.mjs
// and phone.mjs have a customer with a browser.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const SECOND = 1000;

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body JSON; undefined if there is none
 * @property {Headers} headers
 */

/** Most repeats of a call that did not reach the provider. */
const MOST_TRIES = 12;

let customers = 0;

/** One customer with one session and one phone. Their e-mail address and phone number are unique. */
export class Customer {
  /** Number of repeated calls. */
  retries = 0;
  #deviceId = randomUUID();

  /**
   * @param {import('./harness.mjs').Harness} funnel
   * @param {string} reference
   * @param {string} sessionToken
   * @param {string} alias in the e-mail address: chooses the result of the identification
   */
  constructor(funnel, reference, sessionToken, alias) {
    customers += 1;
    this.funnel = funnel;
    this.sandbox = funnel.sandbox;
    this.reference = reference;
    this.sessionToken = sessionToken;
    const number = String(customers).padStart(4, '0');
    this.details = {
      civility: 'miss',
      firstName: 'Corinne',
      lastName: 'Berthier',
      birthName: 'Berthier',
      birthDate: '1965-12-06',
      birthCity: 'Paris',
      birthZipCode: '75001',
      birthCountry: 'FR',
      nationality: 'FR',
      phoneNumber: `+3361234${number}`,
      email: `corinne${number}${alias}@example.fr`,
      address: { street: `${number}, rue des Fleurs`, zipCode: '92100', city: 'Boulogne', country: 'FR' },
    };
  }

  /**
   * Opens the customer's session as the partner's server does.
   * @param {import('./harness.mjs').Harness} funnel
   * @param {{ alias?: string }} [options]
   */
  static async open(funnel, { alias = '' } = {}) {
    const reference = `customer-${randomUUID()}`;
    const response = await fetch(`${funnel.urls.backend}/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${funnel.secrets.ONBOARDING_PARTNER_KEY}` },
      body: JSON.stringify({ customerReference: reference }),
    });
    assert.equal(response.status, 201);
    const { sessionToken } = /** @type {{ sessionToken: string }} */ (await response.json());
    return new Customer(funnel, reference, sessionToken, alias);
  }

  /**
   * One call of the page.
   * @param {string} method
   * @param {string} path below `/onboarding`
   * @param {{ body?: unknown, form?: FormData, key?: string }} [content]
   * @returns {Promise<Answer>}
   */
  async call(method, path, { body, form, key = randomUUID() } = {}) {
    const response = await fetch(`${this.funnel.urls.backend}/onboarding${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.sessionToken}`,
        'idempotency-key': key,
        'x-onboarding-client': '1',
      },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const text = isJson ? await response.text() : '';
    if (!isJson) await response.arrayBuffer();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  }

  /**
   * A call of the page that must succeed. If the provider cannot be reached now, it is sent again as the same
   * intention, after as long as the answer says: the backend asks the provider nothing before.
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, form?: () => FormData }} [content]
   * @returns {Promise<any>}
   */
  async ask(method, path, { body, form } = {}) {
    const key = randomUUID();
    for (let tries = 1; ; tries += 1) {
      const answer = await this.call(method, path, { body, form: form?.(), key });
      if (answer.status === 503 && tries < MOST_TRIES) {
        const seconds = Number(answer.headers.get('retry-after'));
        assert.ok(seconds > 0, 'the answer has Retry-After');
        this.retries += 1;
        await setTimeout(seconds * SECOND);
        continue;
      }
      assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    }
  }

  /**
   * One call of the phone.
   * @param {string} method
   * @param {string} path below `/phone/api`
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async askPhone(method, path, body) {
    const response = await fetch(`${this.funnel.urls.sandbox}/phone/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    assert.ok(response.ok, `phone ${path}: ${response.status}`);
    return response.json();
  }

  /** @returns {Promise<any>} */
  snapshot() {
    return this.ask('GET', '');
  }

  /**
   * @param {string} id
   * @returns {Promise<any>}
   */
  async step(id) {
    return stepOf(await this.snapshot(), id);
  }

  /**
   * Waits for news as the page does, until a snapshot meets the condition.
   * @param {(snapshot: any) => boolean} isIt
   * @returns {Promise<any>}
   */
  async news(isIt) {
    let snapshot = await this.snapshot();
    for (let looks = 0; !isIt(snapshot); looks += 1) {
      assert.ok(looks < 20, `it did not come; the snapshot is ${JSON.stringify(snapshot)}`);
      snapshot = await this.ask('GET', `?after=${snapshot.revision}&waitSeconds=5`);
    }
    return snapshot;
  }

  /** @param {number} millis of the sandbox's clock */
  advance(millis) {
    return this.sandbox.advance(millis);
  }

  /**
   * The provider's record of the customer: the last one, if there are several.
   * @returns {Promise<any>}
   */
  async prospect() {
    const all = await this.sandbox.prospects();
    const own = all.filter(({ email }) => email === this.details.email);
    return own.at(-1);
  }

  /** @param {string} path @param {unknown} body below `/control/prospects/{appUserId}` */
  async set(path, body) {
    const { appUserId } = await this.prospect();
    return this.sandbox.control(`/prospects/${appUserId}${path}`, 'PUT', body);
  }

  /** @param {string} alias result of the next identification */
  setOutcome(alias) {
    return this.set('/outcome', { aliases: [alias] });
  }

  /**
   * Sends the first form, or corrects it.
   * @param {object} [changes]
   */
  async giveDetails(changes = {}) {
    this.details = { ...this.details, ...changes };
    const snapshot = await this.ask('PUT', '/steps/profile', { body: this.details });
    await this.advance(5 * SECOND);
    return snapshot;
  }

  /** Scans the code and chooses a secret. Returns the code. */
  async bindPhone() {
    const { activationCode } = await this.ask('POST', '/activation');
    await this.launch(activationCode);
    return activationCode;
  }

  /** Enters a code from a page into the phone. @param {string} activationCode */
  launch(activationCode) {
    return this.askPhone('POST', `/devices/${this.#deviceId}/launch`, { activationCode });
  }

  /** Replaces the phone by another one without a wallet. */
  takeNewPhone() {
    this.#deviceId = randomUUID();
  }

  /** Opens the identification provider's page. Returns its token. */
  async openPage() {
    const { webviewUrl } = await this.askPhone('GET', `/devices/${this.#deviceId}/issuer-data`);
    return String(new URL(webviewUrl, this.funnel.urls.sandbox).searchParams.get('token'));
  }

  /**
   * Takes the pictures on the phone. Returns the token of the page.
   * @param {{ documentType?: string, selfieSeconds?: number }} [pictures]
   */
  async takePictures({ documentType = 'ID_CARD', selfieSeconds = 6 } = {}) {
    const token = await this.openPage();
    await this.askPhone('POST', `/webview/${token}`, { documentType, images: 2, selfieSeconds });
    await this.advance(5 * SECOND);
    return token;
  }

  /** Refuses the facial scan on the page. */
  refuseScan() {
    return this.ask('POST', '/identity/alternative');
  }

  /** Refuses it on the phone too, because the phone does not always learn of a refusal on the page. */
  async refuseScanOnPhone() {
    const token = await this.openPage();
    await this.askPhone('POST', `/webview/${token}/refusal`);
    await this.advance(5 * SECOND);
  }

  /** @param {{ amountCents: number, instant: boolean, payerFullName?: string }} order to the customer's other bank */
  pay(order) {
    return this.askPhone('POST', `/devices/${this.#deviceId}/transfers`, order);
  }

  /**
   * What the phone asks to confirm.
   * @returns {Promise<{ authenticationId: string, title: string }[]>}
   */
  async notifications() {
    return (await this.askPhone('GET', `/devices/${this.#deviceId}`)).notifications;
  }

  /** @param {'validate' | 'refuse'} decision */
  async decide(decision) {
    const notifications = await this.notifications();
    assert.equal(notifications.length, 1);
    const path = `/devices/${this.#deviceId}/authentications/${notifications[0].authenticationId}`;
    await this.askPhone('POST', path, { decision });
    await this.advance(5 * SECOND);
  }

  giveSituation() {
    return this.ask('PUT', '/steps/declarative', { body: { income: 3, asset: 2, economicActivity: 38 } });
  }

  /** @param {{ isUsPerson: boolean, residences: { country: string, tin?: string }[] }} [taxes] */
  giveTaxes(taxes = { isUsPerson: false, residences: [{ country: 'FR' }] }) {
    return this.ask('PUT', '/steps/tax', { body: taxes });
  }

  async acceptTerms() {
    const { terms } = await this.snapshot();
    return this.ask('PUT', '/steps/terms', {
      body: { account: true, card: true, partner: true, version: terms.version },
    });
  }

  /** @param {string} step whose confirmation is requested again */
  confirmAgain(step) {
    return this.ask('POST', `/steps/${step}/confirmation`);
  }

  /**
   * Sends a tax document.
   * @param {string} kind
   * @param {string} [justification]
   */
  sendDocument(kind, justification) {
    return this.ask('POST', '/documents', {
      form: () => {
        const form = new FormData();
        form.set('kind', kind);
        if (justification !== undefined) form.set('justification', justification);
        form.set('file', new Blob(['%PDF-1.4 a document'], { type: 'application/pdf' }), 'my form.pdf');
        return form;
      },
    });
  }
}

/**
 * @param {any} snapshot
 * @param {string} id
 */
export const stepOf = (snapshot, id) => snapshot.steps.find((/** @type {any} */ step) => step.id === id);

/**
 * @param {any} snapshot
 * @returns {Record<string, string>} the state of each step
 */
export const statesOf = (snapshot) =>
  Object.fromEntries(snapshot.steps.map((/** @type {any} */ { id, state }) => [id, state]));
