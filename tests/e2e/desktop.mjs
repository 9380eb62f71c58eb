// @ts-check
// What a customer does on the partner's page, in verbs. Everything is found by role and name, as a person finds it.

import { readFileSync } from 'node:fs';
import { inRepository } from '../../scripts/repository.mjs';
import { openDesktop } from './browser.mjs';

/** The contract's example customer, born and living in France. */
const CUSTOMER = JSON.parse(readFileSync(inRepository('contract', 'fixtures', 'profile.json'), 'utf8'));

/** The customer's desktop with the partner's page open. */
export class Desktop {
  /** @param {import('./browser.mjs').OpenPage} open */
  constructor(open) {
    this.page = open.page;
    this.context = open.context;
    this.complaints = open.complaints;
    this.close = open.close;
  }

  /**
   * Opens the page in English; settles once the first screen is drawn.
   * @param {string} url
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  static async open(url, options) {
    const desktop = new Desktop(await openDesktop(options));
    await desktop.page.goto(`${url}?lang=en`);
    await desktop.heading('About you').waitFor();
    return desktop;
  }

  /**
   * Fills the first form and sends it; settles where the phone is asked for.
   * @param {Partial<typeof CUSTOMER>} [details] in place of the example customer's
   */
  async giveDetails(details = {}) {
    const customer = { ...CUSTOMER, ...details };
    await this.page.getByRole('radio', { name: 'Miss', exact: true }).check();
    await this.#fill('First names', customer.firstName);
    await this.#fill('Last name', customer.lastName);
    await this.#fill('Birth name', customer.birthName);
    // A date field has no role to be found by.
    await this.page.getByLabel('Date of birth').fill(customer.birthDate);
    await this.#choose('Country of birth', 'France');
    await this.#fill('Town of birth', customer.birthCity);
    await this.#fill('Postcode of birth', customer.birthZipCode);
    await this.#choose('Nationality', 'France');
    await this.#fill('E-mail address', customer.email);
    await this.#fill('Mobile number', customer.phoneNumber);
    await this.#choose('Country', 'France');
    await this.#fill('Number and street', customer.address.street);
    await this.#fill('Postcode', customer.address.zipCode);
    await this.#fill('Town', customer.address.city);
    await this.press('Continue');
    await this.heading('Continue on your phone').waitFor();
  }

  /** Settles once the QR code is shown. */
  async seeCode() {
    await this.#code().waitFor();
  }

  /** What a phone's camera sees of this screen: a PNG file. */
  async screenshot() {
    await this.#code().scrollIntoViewIfNeeded();
    return this.page.screenshot();
  }

  /** The QR code alone, with its quiet zone: a PNG file. */
  screenshotOfCode() {
    return this.#code().screenshot();
  }

  /** The activation code as it is written under the picture, without its gaps. */
  async readCode() {
    const text = await this.page.getByRole('group', { name: 'Activation code' }).innerText();
    const [code] = /[0-9a-f]{32}/i.exec(text.replace(/\s/g, '')) ?? [];
    if (!code) throw new Error(`no activation code is written on the page, but: ${text}`);
    return code;
  }

  /** Says where money comes from: occupation, income, assets. */
  async giveSituation() {
    await this.heading('Your situation').waitFor();
    await this.#choose('Your occupation', 'Engineer, technical executive');
    await this.#choose('Your monthly income', '€1,800 to €2,800');
    await this.#choose('Your assets', 'Up to €10,000');
    await this.press('Continue');
  }

  /** Says where taxes are paid: in France alone. Settles once the phone is told to confirm. */
  async giveTaxes() {
    await this.heading('Your taxes').waitFor();
    await this.page.getByRole('radio', { name: 'No', exact: true }).check();
    await this.#choose('Country', 'France');
    await this.press('Send and confirm on my phone');
    await this.seeConfirmationAwaited();
  }

  /** Accepts the three documents. Settles once the phone is told to confirm. */
  async acceptTerms() {
    await this.heading('The terms').waitFor();
    for (const box of await this.page.getByRole('checkbox').all()) await box.check();
    await this.press('Accept and confirm on my phone');
    await this.seeConfirmationAwaited();
  }

  /** Settles once some step, in the list of steps or as the screen, asks to confirm on the phone. */
  async seeConfirmationAwaited() {
    await this.page.getByText('Confirm on your phone').first().waitFor();
  }

  /** Settles once the page says that the account is open. */
  async seeOpenedAccount() {
    await this.heading('Your account is open').waitFor();
  }

  /** @param {string | RegExp} name */
  heading(name) {
    return this.page.getByRole('heading', { name, exact: typeof name === 'string' });
  }

  /** @param {string | RegExp} name */
  press(name) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }

  #code() {
    return this.page.getByRole('img', { name: 'QR code to scan with the app' });
  }

  /**
   * @param {string} label
   * @param {string} value
   */
  #fill(label, value) {
    return this.page.getByRole('textbox', { name: label, exact: true }).fill(value);
  }

  /**
   * @param {string} label
   * @param {string} option
   */
  #choose(label, option) {
    return this.page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
  }
}
