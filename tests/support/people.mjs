// @ts-check
// The synthetic customers of tests/people/customers.jsonl on the page: each field typed key by key, as a person types, then
// what became of it. The list is made by tests/simulation/tests/people, which drives the same customers without a browser.

import { readFileSync } from 'node:fs';
import { inRepository } from '../../scripts/repository.mjs';
import { Desktop } from './desktop.mjs';

/** In the order of the page. A field that is not asked for is not on it. */
const FIELDS = [
  'civility',
  'firstName',
  'lastName',
  'birthName',
  'birthDate',
  'birthCountry',
  'birthZipCode',
  'birthCity',
  'nationality',
  'email',
  'phoneCountry',
  'phoneNumber',
  'address.country',
  'address.street',
  'address.zipCode',
  'address.city',
];
/** Milliseconds between two keys, so that answers of the backend arrive in the middle of the typing. */
const BETWEEN_KEYS_MS = 5;

/**
 * @typedef {object} Person
 * @property {number} number
 * @property {Record<string, string>} typed what is typed, by the field's path
 * @property {Record<string, string>} [sent] what the provider must have, by its names of version 1.1
 * @property {string} [refused] the field that the provider's refusal must land on
 * @property {Record<string, string>} [correction] what is typed then
 *
 * @typedef {object} Fate
 * @property {Person} person
 * @property {string[]} refused the fields with an error after the first sending
 * @property {string[]} complaints what is not as it should be
 */

/** @returns {Person[]} */
export function people() {
  const lines = readFileSync(inRepository('tests', 'people', 'customers.jsonl'), 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line));
}

/**
 * Has the customers fill in the form one after the other, on several pages at a time.
 * @param {import('./harness.mjs').Harness} funnel
 * @param {Person[]} persons
 * @param {{ pages: number, tell?: (fate: Fate) => void }} options
 * @returns {Promise<Fate[]>}
 */
export async function drive(funnel, persons, { pages, tell = () => {} }) {
  const waiting = [...persons];
  /** @type {Fate[]} */
  const fates = [];
  const work = async () => {
    for (let person = waiting.shift(); person; person = waiting.shift()) {
      const fate = await onePerson(funnel, person);
      fates.push(fate);
      tell(fate);
    }
  };
  await Promise.all(Array.from({ length: pages }, work));
  return fates;
}

/**
 * @param {import('./harness.mjs').Harness} funnel
 * @param {Person} person
 * @returns {Promise<Fate>}
 */
async function onePerson(funnel, person) {
  const desktop = await Desktop.launch();
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} */
  let refused = [];
  try {
    await desktop.visit(funnel.urls.page);
    complaints.push(...(await typeAll(desktop, person.typed, person.sent)));
    refused = await send(desktop);
    if (refused.join() !== (person.refused ?? '')) {
      complaints.push(`refused at ${refused.join(', ') || 'no field'}, not at ${person.refused ?? 'any'}`);
    } else if (person.correction) {
      await typeAll(desktop, person.correction);
      const still = await send(desktop);
      if (still.length > 0) complaints.push(`corrected, and refused at ${still.join(', ')}`);
    }
    complaints.push(...desktop.complaintsButFailedRequests());
    if (person.sent && refused.length === 0) complaints.push(...(await differences(funnel, person)));
  } catch (error) {
    complaints.push(error instanceof Error ? error.message : String(error));
  } finally {
    await desktop.close();
  }
  return { person, refused, complaints };
}

/** The provider's names of the towns, which the page fills in where a postcode has one town only. @type {Record<string, string>} */
const TOWNS = { birthCity: 'BirthCity', 'address.city': 'City' };

/**
 * Types into each field what the person has for it; tells which towns the page filled in that are not the person's.
 * @param {Desktop} desktop
 * @param {Record<string, string>} texts
 * @param {Record<string, string>} [sent]
 */
async function typeAll(desktop, texts, sent = {}) {
  /** @type {string[]} */
  const complaints = [];
  for (const path of FIELDS) {
    const text = texts[path];
    if (text === undefined || !(await isAsked(desktop, path))) continue;
    const town = sent[TOWNS[path] ?? ''];
    const found = town ? await field(desktop, path).inputValue() : '';
    if (found && found !== town) complaints.push(`the page filled in ${found} as ${path}, not ${town}`);
    if (path === 'civility') await desktop.page.locator(`[name="civility"][value="${text}"]`).check();
    else if (path === 'birthDate') await typeDate(desktop, text);
    else if (path.endsWith('ountry') || path === 'nationality') await field(desktop, path).selectOption(text);
    else await type(desktop, path, text);
  }
  return complaints;
}

/** @param {Desktop} desktop @param {string} path */
const field = (desktop, path) => desktop.module().locator(`[name="${path}"]`);

/** @param {Desktop} desktop @param {string} path */
async function isAsked(desktop, path) {
  const name = path === 'birthDate' ? 'birthDate-day' : path;
  return desktop.module().locator(`[name="${name}"]`).first().isVisible();
}

/**
 * Clicks into the field, selects what is there, and types over it.
 * @param {Desktop} desktop
 * @param {string} name
 * @param {string} text
 */
async function type(desktop, name, text) {
  const input = field(desktop, name);
  await input.click();
  await desktop.page.keyboard.press('ControlOrMeta+A');
  await desktop.page.keyboard.type(text, { delay: BETWEEN_KEYS_MS });
}

/** @param {Desktop} desktop @param {string} date `YYYY-MM-DD` */
async function typeDate(desktop, date) {
  const [year = '', month = '', day = ''] = date.split('-');
  for (const [part, text] of /** @type {const} */ ([['day', day], ['month', month], ['year', year]])) {
    await type(desktop, `birthDate-${part}`, text);
  }
}

/**
 * Sends the form; settles once it is accepted or refused, and gives the fields with an error.
 * @param {Desktop} desktop
 */
async function send(desktop) {
  const { page } = desktop;
  await desktop.sendDetails();
  const accepted = desktop.heading(desktop.text('handoff.heading'));
  const wrong = page.locator('.error:visible').first();
  const notice = page.locator('.notice:visible').first();
  await accepted.or(wrong).or(notice).first().waitFor();
  if (await accepted.isVisible()) return [];
  return page.locator('.field:visible').evaluateAll((fields) =>
    fields.flatMap((field) => {
      const error = /** @type {HTMLElement | null} */ (field.querySelector('.error'));
      const control = /** @type {HTMLInputElement | null} */ (field.querySelector('[name]'));
      return error && !error.hidden && error.textContent ? [control?.name.replace(/^birthDate-.*/, 'birthDate') ?? ''] : [];
    }),
  );
}

/** Where version 2.0 has what version 1.1 calls so. @type {Record<string, (profile: any) => string>} */
const IN_VERSION_2 = {
  LastName: (profile) => profile.lastName,
  BirthCity: (profile) => profile.birthCity,
  BirthZipCode: (profile) => profile.birthZipCode,
  City: (profile) => profile.address.city,
  ZipCode: (profile) => profile.address.zipCode,
  Phonenumber: (profile) => profile.phoneNumber,
};

/**
 * What the provider was sent that is not what it must have.
 * @param {import('./harness.mjs').Harness} funnel
 * @param {Person} person
 */
async function differences({ sandbox }, { typed, sent = {} }) {
  /** @type {{ method: string, path: string, body: any }[]} */
  const received = await sandbox.control('/received');
  const creations = received.filter(({ method, path }) => method === 'POST' && path.endsWith('/users'));
  const body = creations.map(({ body }) => body).findLast((body) => (body.Email ?? body.profile?.email) === typed.email);
  if (!body) return ['the provider was not asked for a user'];
  return Object.entries(sent).flatMap(([name, value]) => {
    const given = body.profile ? IN_VERSION_2[name]?.(body.profile) : (body[name] ?? body.Address?.[name]);
    return given === value ? [] : [`${name} is ${given} at the provider, not ${value}`];
  });
}
