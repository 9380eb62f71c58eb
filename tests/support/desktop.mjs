// @ts-check
// The actions of a customer on the partner's page. Everything is found by role and name, as a person finds it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRepository } from '../../scripts/repository.mjs';
import { openDesktop } from './browser.mjs';

/** The contract's example customer, born and living in France. */
const CUSTOMER = JSON.parse(readFileSync(inRepository('contract', 'fixtures', 'profile.json'), 'utf8'));
/** Chromium's own console message for every answer that is not a success. */
const FAILED_REQUEST = /^Failed to load resource:/;

/** The details come in sheets: the key of each heading, and the fields. */
const SHEETS = /** @type {const} */ ([
  ['group.identity', ['civility', 'firstName', 'lastName', 'birthName']],
  ['group.birth', ['birthDate', 'birthCountry', 'birthZipCode', 'birthCity', 'nationality']],
  ['group.contact', ['email', 'phoneCountry', 'phoneNumber']],
  [
    'group.address',
    ['address.country', 'address.street', 'address.supplementIn', 'address.supplementOut', 'address.zipCode', 'address.city'],
  ],
]);

/** @typedef {typeof CUSTOMER} Customer as the contract's step `profile` */

/** Another screen than the sheets of the details. */
const ELSEWHERE = SHEETS.length + 1;

let customers = 0;

/**
 * The example customer with a unique e-mail address and phone number.
 * @param {Partial<Customer>} [details] instead of the example's
 * @returns {Customer}
 */
export function newCustomer(details = {}) {
  customers += 1;
  const number = String(customers).padStart(4, '0');
  return { ...CUSTOMER, email: `customer${number}@example.fr`, phoneNumber: `+3361234${number}`, ...details };
}

/** The customer's desktop with the partner's page open. */
export class Desktop {
  #texts = textsOf('en');

  /** @param {import('./browser.mjs').OpenPage} open */
  constructor(open) {
    this.page = open.page;
    this.context = open.context;
    this.complaints = open.complaints;
    this.close = open.close;
  }

  /**
   * Opens the page in English; resolves once the first screen is drawn.
   * @param {string} url
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  static async open(url, options) {
    const desktop = await Desktop.launch(options);
    try {
      await desktop.visit(url);
      return desktop;
    } catch (error) {
      await desktop.close();
      throw error;
    }
  }

  /**
   * A browser without a page, for tests that prepare something first.
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  static async launch(options) {
    return new Desktop(await openDesktop(options));
  }

  /**
   * Opens the page; resolves once its screen is drawn.
   * @param {string} url
   * @param {object} [options]
   * @param {'en' | 'fr'} [options.language]
   * @param {string} [options.heading] key of the text that the screen begins with; the first form's by default
   * @param {string} [options.query] further parameters of the address, `&name`
   */
  async visit(url, { language = 'en', heading = 'group.identity', query = '' } = {}) {
    this.#texts = textsOf(language);
    await this.page.goto(`${url}?lang=${language}${query}`);
    // A heading with a placeholder begins with the words before it.
    const [words] = this.text(heading).split('{');
    await this.page.getByRole('heading', { name: words, exact: words === this.text(heading) }).waitFor();
  }

  /**
   * A text of the module, in the language of the visit.
   * @param {string} key of `www/locales/*.json`
   */
  text(key) {
    const text = this.#texts[key];
    if (text === undefined) throw new Error(`no text has the key ${key}`);
    return text;
  }

  /**
   * A text of the module with its places filled.
   * @param {string} key
   * @param {Record<string, string | number>} values the text of a key for a value that begins with `@`
   */
  filled(key, values) {
    return this.text(key).replaceAll(/{(\w+)}/g, (_, name) => {
      const value = String(values[name]);
      return value.startsWith('@') ? this.text(value.slice(1)) : value;
    });
  }

  /** Errors of the page, except failed answers, which the screen shows to the customer. */
  complaintsButFailedRequests() {
    return this.complaints.filter((complaint) => !FAILED_REQUEST.test(complaint));
  }

  /**
   * Fills the first form and sends it. Resolves once the screen asks for the phone.
   * @param {Partial<Customer>} [details] instead of the example customer's
   */
  async giveDetails(details) {
    await this.fillDetails(details);
    await this.sendDetails();
    await this.heading(this.text('handoff.heading')).waitFor();
  }

  /** Goes on from each sheet of the details that has no error, then sends them, whatever the result. */
  async sendDetails() {
    if (await this.passSheets()) await this.press(this.text('profile.submit'));
  }

  /** Goes on from each sheet of the details. Returns whether all answers are shown to be checked. */
  async passSheets() {
    for (let sheet = await this.#sheet(); sheet < SHEETS.length; ) {
      await this.press(this.text('form.next'));
      const next = await this.#sheet();
      if (next === sheet) return false;
      sheet = next;
    }
    return true;
  }

  /**
   * Fills the sheets of the details, as far as there is no error: then all answers are shown to be checked.
   * @param {Partial<Customer>} [details] instead of the example customer's
   */
  async fillDetails(details = {}) {
    const customer = { ...CUSTOMER, ...details };
    await this.turnTo('civility');
    await this.page.getByRole('radio', { name: this.text(`civility.${customer.civility}`), exact: true }).check();
    for (const name of ['firstName', 'lastName']) await this.fill(name, customer[name]);
    if (customer.birthName === customer.lastName) await this.press(this.text('birthName.same'));
    else await this.fill('birthName', customer.birthName);
    await this.fillBirthDate(customer.birthDate);
    await this.#choose(this.text('field.birthCountry'), 'France');
    await this.fill('birthZipCode', customer.birthZipCode);
    await this.fill('birthCity', customer.birthCity);
    await this.#choose(this.text('field.nationality'), 'France');
    await this.fill('email', customer.email);
    await this.fill('phoneNumber', customer.phoneNumber);
    await this.turnTo('address.country');
    await this.#choose(this.text('field.address.country'), 'France');
    for (const [name, value] of Object.entries(customer.address)) {
      if (name !== 'country') await this.fill(`address.${name}`, value);
    }
    await this.passSheets();
  }

  /**
   * Fills one text field, on the sheet that has it.
   * @param {string} name of the contract: `address.street`
   * @param {string} value
   */
  async fill(name, value) {
    assert.ok(await this.turnTo(name), `an error keeps the customer from ${name}`);
    await this.#field(name).fill(value);
  }

  /**
   * Comes to the sheet of the details that has a field: back, forward from complete sheets, or from the answers to be checked.
   * Returns whether that was possible.
   * @param {string} name of the contract: `address.street`
   */
  async turnTo(name) {
    const wanted = SHEETS.findIndex(([, fields]) => fields.some((field) => field === name));
    for (let sheet = await this.#sheet(); wanted >= 0 && sheet !== wanted && sheet !== ELSEWHERE; sheet = await this.#sheet()) {
      if (sheet === SHEETS.length) await this.press(`${this.text('form.change')} ${this.text(String(SHEETS[wanted]?.[0]))}`);
      else await this.press(this.text(sheet > wanted ? 'form.back' : 'form.next'));
      if ((await this.#sheet()) === sheet) return false;
    }
    return true;
  }

  /** The number of the sheet of the details on the screen, or of the answers to be checked. */
  async #sheet() {
    const heading = await this.page.locator('h2#heading').innerText();
    const keys = [...SHEETS.map(([key]) => key), 'profile.heading', 'step.profile'];
    const found = keys.findIndex((key) => this.text(key) === heading);
    return found < 0 ? ELSEWHERE : Math.min(found, SHEETS.length);
  }

  /** @param {string} date `YYYY-MM-DD` */
  async fillBirthDate(date) {
    await this.turnTo('birthDate');
    const [year, month, day] = date.split('-');
    await this.birthDatePart('day').fill(String(day));
    await this.birthDatePart('month').fill(String(month));
    await this.birthDatePart('year').fill(String(year));
  }

  /** @param {'day' | 'month' | 'year'} part */
  birthDatePart(part) {
    return this.page.getByRole('textbox', { name: this.text(`date.${part}`), exact: true });
  }

  /**
   * Resolves once the backend has stored all typed text. Call it before typing the last text, because the save of a
   * page that is being left may arrive after the next page's read.
   * @param {string} step
   * @param {string} last a text that was typed after everything else
   */
  waitForDraft(step, last) {
    const isSaved = (/** @type {import('playwright-core').Response} */ response) => {
      const request = response.request();
      const isDraft = request.method() === 'PUT' && new URL(response.url()).pathname.endsWith(`/drafts/${step}`);
      return isDraft && response.ok() && Boolean(request.postData()?.includes(last));
    };
    // The time limit includes the typing.
    return this.page.waitForResponse(isSaved, { timeout: 60_000 });
  }

  /**
   * Resolves once the field has an error. Returns how the error is shown.
   * @param {string} name of the contract: `address.street`
   */
  async seeError(name) {
    const field = this.#field(name).and(this.page.locator('[aria-invalid="true"]'));
    return field.evaluate((control) => {
      const root = /** @type {ShadowRoot} */ (control.getRootNode());
      const described = (control.getAttribute('aria-describedby') ?? '').split(' ');
      const error = described.map((id) => root.getElementById(id)).find((found) => found?.matches('.error'));
      const box = error?.getBoundingClientRect();
      return {
        text: error?.textContent ?? '',
        gap: box?.height ? Math.round(box.top - control.getBoundingClientRect().bottom) : NaN,
        isFocused: root.activeElement === control,
      };
    });
  }

  /**
   * Changes the language, as a button of the partner's page would.
   * @param {'en' | 'fr'} language
   */
  async speak(language) {
    this.#texts = textsOf(language);
    await this.module().evaluate((element, language) => {
      return /** @type {import('../../www/index.js').XpollensOnboardingElement} */ (element).speak(language);
    }, language);
  }

  /** The names of the steps, in the order of the list. */
  readStepLabels() {
    return this.page.locator('.step-label').allInnerTexts();
  }

  /** How many fields have an error now. */
  countErrors() {
    return this.page.locator('.field:has([aria-invalid="true"])').count();
  }

  /**
   * The filled-in values on the screen, by the name of the field; of answers to be checked, the words.
   * @returns {Promise<Record<string, string | boolean>>}
   */
  readForm() {
    return this.module().evaluate((element) => {
      /** @type {Record<string, string | boolean>} */
      const values = {};
      for (const answer of element.shadowRoot?.querySelectorAll('[data-value]') ?? []) {
        values[answer.getAttribute('data-value') ?? ''] = answer.textContent ?? '';
      }
      for (const control of element.shadowRoot?.querySelectorAll('input, select') ?? []) {
        const { name, type, value, checked } = /** @type {HTMLInputElement} */ (control);
        if (type === 'radio') values[name] = checked ? value : (values[name] ?? '');
        else values[name] = type === 'checkbox' ? checked : value;
      }
      return values;
    });
  }

  /**
   * Resolves once an answer is shown to be checked.
   * @param {string} name of the contract: `address.street`
   * @param {string} value
   */
  seeAnswer(name, value) {
    return this.page.locator(`[data-value="${name}"]`).and(this.page.getByText(value, { exact: true })).waitFor();
  }

  /** Everything on the page: its markup, including shadow roots, and typed text. */
  readAll() {
    return this.page.evaluate(() => {
      const read = (/** @type {Document | ShadowRoot | Element} */ node) => {
        /** @type {string[]} */
        const parts = [];
        if ('outerHTML' in node) parts.push(node.outerHTML);
        if ('innerHTML' in node) parts.push(node.innerHTML);
        for (const element of node.querySelectorAll('*')) {
          if ('value' in element) parts.push(String(element.value));
          if (element.shadowRoot) parts.push(...read(element.shadowRoot));
        }
        return parts;
      };
      return [document.documentElement.outerHTML, ...read(document)].join('\n');
    });
  }

  /** The module's element. */
  module() {
    return this.page.locator('xpollens-onboarding');
  }

  /**
   * Resolves once a failure is shown.
   * @param {string} key the text's key; placeholders match anything
   */
  async seeNotice(key) {
    const [words] = this.text(key).split('{');
    await this.page.locator('.notice').filter({ hasText: words }).waitFor();
  }

  /** Whether the notice has the focus. */
  noticeIsFocused() {
    return this.page.locator('.notice:not([role])').evaluate((notice) => notice.matches(':focus'));
  }

  /** @param {boolean} isAway whether the network is down */
  loseNetwork(isAway) {
    return this.context.setOffline(isAway);
  }

  /** Hides the page, as a press on another tab does, or shows it. @param {boolean} isHidden */
  hidePage(isHidden) {
    return this.page.evaluate((isHidden) => {
      Object.defineProperty(Document.prototype, 'hidden', { configurable: true, get: () => isHidden });
      // Through the prototypes, as the module does, because an element of the page may have these names.
      EventTarget.prototype.dispatchEvent.call(document, new Event('visibilitychange'));
    }, isHidden);
  }

  /** Settles once the code is shown: the picture and the same as text, or on a phone the text alone. */
  async seeCode() {
    await this.page.locator('.figures').waitFor();
  }

  /** A picture of this screen for a phone's camera, as a PNG file. */
  async screenshot() {
    await this.#code().scrollIntoViewIfNeeded();
    return this.page.screenshot();
  }

  /** The QR code with its quiet zone, as a PNG file. */
  screenshotOfCode() {
    return this.#code().screenshot();
  }

  /** The activation code under the picture, without spaces. */
  async readCode() {
    const text = await this.page.getByRole('group', { name: this.text('handoff.code_label') }).innerText();
    const [code] = /[0-9a-f]{32}/i.exec(text.replace(/\s/g, '')) ?? [];
    if (!code) throw new Error(`no activation code is written on the page, but: ${text}`);
    return code;
  }

  /** Chooses the transfer in place of the face scan, and confirms it. */
  async takeTransfer() {
    await this.press(this.text('option.ask'));
    await this.page.getByRole('radio', { name: this.text('diligence.transfer') }).check();
    await this.press(this.text('form.next'));
    await this.press(this.text('option.take'));
  }

  /**
   * Finds a job title and chooses it.
   * @param {string} typed
   * @param {string} title
   */
  async giveOccupation(typed, title) {
    await this.page.getByRole('combobox', { name: this.text('field.economicActivity') }).fill(typed);
    await this.page.getByRole('option', { name: title }).first().click();
  }

  /** Fills the declarative form: occupation, income, assets. */
  async giveSituation() {
    await this.heading('Your situation').waitFor();
    await this.giveOccupation('engineer', 'Engineer');
    await this.#choose('Your monthly income', '€1,800 to €2,800');
    await this.#choose('Your assets', 'Up to €10,000');
    await this.press('Continue');
  }

  /** Declares taxes in France only. Resolves once the screen asks for the confirmation on the phone. */
  async giveTaxes() {
    await this.heading('Tax details').waitFor();
    await this.page.getByRole('radio', { name: 'No', exact: true }).check();
    // A page that knows the address proposes its country.
    const country = this.page.getByRole('combobox', { name: 'Country', exact: true });
    if ((await country.inputValue()) !== 'FR') await this.#choose('Country', 'France');
    await this.press(this.text('tax.submit'));
    await this.seeConfirmationAwaited();
  }

  /** Accepts the three documents. Resolves once the screen asks for the confirmation on the phone. */
  async acceptTerms() {
    await this.heading('Terms and conditions').waitFor();
    for (const box of await this.page.getByRole('checkbox').all()) await box.check();
    await this.press(this.text('terms.submit'));
    await this.seeConfirmationAwaited();
  }

  /** Settles once the screen asks to confirm on the phone. */
  async seeConfirmationAwaited() {
    await this.heading(/^Approve “/).waitFor();
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
    return this.page.getByRole('img', { name: this.text('handoff.symbol') });
  }

  /** @param {string} field of the contract: `address.street` */
  #field(field) {
    if (field === 'birthDate') return this.birthDatePart('day');
    // The label of an optional field contains that word too.
    const label = this.text(`field.${field}`).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const optional = this.text('field.optional');
    const name = new RegExp(`^${label}\\s*(${optional})?$`);
    // A field with suggestions has the role combobox.
    return this.page.getByRole('textbox', { name }).or(this.page.getByRole('combobox', { name }));
  }

  /**
   * @param {string} label
   * @param {string} option
   */
  #choose(label, option) {
    return this.page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
  }
}

/**
 * The module's texts, by their keys.
 * @param {'en' | 'fr'} language
 * @returns {Record<string, string>}
 */
export function textsOf(language) {
  return JSON.parse(readFileSync(inRepository('www', 'locales', `${language}.json`), 'utf8'));
}
