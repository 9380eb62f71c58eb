// @ts-check
// The actions of a customer on the phone. Everything is found by role and name, as a person finds it.

import { openPhone } from './browser.mjs';

/** A code that the phone does not refuse as too easy. */
const SECRET = '48261';

/**
 * @typedef {object} PhoneOptions
 * @property {Uint8Array} [sees] PNG file that its camera shows, for `scan`
 * @property {import('playwright-core').BrowserContextOptions} [context]
 */

/** The customer's phone with the app open. */
export class Phone {
  /** @param {import('./browser.mjs').OpenPage} open */
  constructor(open) {
    this.page = open.page;
    this.complaints = open.complaints;
    this.close = open.close;
  }

  /**
   * Opens the app in English with a shortened selfie video.
   * @param {string} url the phone page
   * @param {PhoneOptions} [options]
   */
  static async open(url, options) {
    const phone = new Phone(await openPhone(options));
    await phone.page.goto(`${url}?lang=en&fast=1`);
    return phone;
  }

  /** Scans the picture that it was opened with. Resolves once the phone is linked and asks for a secret code. */
  async scan() {
    await this.#press('Scan the code');
    await this.heading('Choose a secret code').waitFor();
  }

  /**
   * Types the code instead. Resolves once the phone is linked and asks for a secret code.
   * @param {string} activationCode
   */
  async paste(activationCode) {
    await this.giveCode(activationCode);
    await this.heading('Choose a secret code').waitFor();
  }

  /**
   * Types a code, whatever the result.
   * @param {string} activationCode
   */
  async giveCode(activationCode) {
    await this.#press('Paste the code');
    await this.page.getByLabel('Activation code').fill(activationCode);
    await this.#press('Continue');
  }

  /** Chooses the secret code, twice. */
  async chooseSecret() {
    await this.#enterSecret('Secret code');
    await this.heading('Enter it once more').waitFor();
    await this.#enterSecret('Secret code again');
    await this.heading('Add your proof of identity').waitFor();
  }

  /** Photographs an identity card and films the face. Resolves on the home page. */
  async proveIdentity() {
    await this.#press('Continue');
    const provider = this.page.frameLocator('iframe[title="Proof of identity"]');
    const press = (/** @type {string} */ name) => provider.getByRole('button', { name, exact: true }).click();
    await press('ID card');
    for (const side of ['Front of your document', 'Back of your document']) {
      await provider.getByRole('heading', { name: side }).waitFor();
      await press('Take the photo');
      await press('Use this photo');
    }
    await press('Start the video');
    await press('Send');
    await this.heading(/^Hello/).waitFor();
  }

  /**
   * Settles once the phone shows a sensitive operation.
   * @param {string | RegExp} operation the title in the notification, which is always French
   */
  async seeRequest(operation) {
    await this.page.getByText(operation).waitFor();
  }

  /**
   * Waits for a sensitive operation and validates it with the secret code.
   * @param {string | RegExp} operation the title in the notification, which is always French
   */
  async validate(operation) {
    await this.seeRequest(operation);
    await this.#press('Approve');
    await this.#enterSecret('Secret code');
    await this.page.getByText(/^Approved\./).waitFor();
  }

  /**
   * Waits for a sensitive operation and refuses it.
   * @param {string | RegExp} operation
   */
  async refuse(operation) {
    await this.seeRequest(operation);
    await this.#press('Refuse');
    await this.page.getByText(/^Refused\./).waitFor();
  }

  /** Settles once the app says that the account is open. */
  async seeOpenedAccount() {
    await this.heading('Your account is open').waitFor();
  }

  /** @param {string | RegExp} name */
  heading(name) {
    return this.page.getByRole('heading', { name });
  }

  /** @param {string} label */
  async #enterSecret(label) {
    await this.page.getByLabel(label, { exact: true }).fill(SECRET);
    await this.#press('Continue');
  }

  /** @param {string} name */
  #press(name) {
    return this.page.getByRole('button', { name, exact: true }).click();
  }
}
