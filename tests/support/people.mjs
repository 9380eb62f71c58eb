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
 * @property {boolean} isOurs whether page or backend refused, before the provider was asked
 * @property {boolean} isStuck whether the form could not be filled in or sent
 * @property {string[]} complaints what is not as it should be
 *
 * @typedef {{ method: string, path: string, body: any }} Call of the provider's API
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
 * @param {object} options
 * @param {number} options.pages
 * @param {(fate: Fate) => void} [options.tell] called for each customer
 * @param {() => boolean} [options.isOver] whether no further customer begins
 * @returns {Promise<Fate[]>} of those who began, in the order of their numbers
 * @throws {Error} once the form cannot be filled in at all
 */
export async function drive(funnel, persons, { pages, tell = () => {}, isOver = () => false }) {
  const waiting = [...persons];
  /** @type {Fate[]} */
  const fates = [];
  const work = async () => {
    let desktop = await Desktop.launch();
    try {
      for (let person = waiting.shift(); person && !isOver(); person = waiting.shift()) {
        const fate = await onePerson(desktop, funnel, person);
        fates.push(fate);
        tell(fate);
        if (!fate.isStuck) continue;
        if (fates.length >= pages && fates.every(({ isStuck }) => isStuck)) throw new Error(fate.complaints.join('; '));
        await desktop.close();
        desktop = await Desktop.launch();
      }
    } finally {
      await desktop.close();
    }
  };
  await Promise.all(Array.from({ length: pages }, work));
  await compare(funnel, fates);
  return fates.toSorted((one, other) => one.person.number - other.person.number);
}

/**
 * The customer opens the page in a browser without cookies, so the demo page opens a session of their own.
 * @param {Desktop} desktop
 * @param {import('./harness.mjs').Harness} funnel
 * @param {Person} person
 * @returns {Promise<Fate>}
 */
async function onePerson(desktop, funnel, person) {
  /** @type {Fate} */
  const fate = { person, refused: [], isOurs: false, isStuck: false, complaints: [] };
  desktop.complaints.length = 0;
  try {
    await desktop.context.clearCookies();
    await desktop.visit(funnel.urls.page);
    fate.complaints.push(...(await typeAll(desktop, person.typed, person.sent)));
    fate.refused = await send(desktop);
    if (fate.refused.join() !== (person.refused ?? '')) {
      fate.complaints.push(`refused at ${fate.refused.join(', ') || 'no field'}, not at ${person.refused ?? 'any'}`);
    } else if (person.correction) {
      await typeAll(desktop, { ...person.typed, ...person.correction });
      const still = await send(desktop);
      if (still.length > 0) fate.complaints.push(`corrected, and refused at ${still.join(', ')}`);
    }
    fate.complaints.push(...desktop.complaintsButFailedRequests());
  } catch (error) {
    fate.isStuck = true;
    fate.complaints.push(error instanceof Error ? error.message : String(error));
  }
  return fate;
}

/**
 * Holds what became of the customers against what the provider was sent.
 * @param {import('./harness.mjs').Harness} funnel
 * @param {Fate[]} fates
 */
async function compare({ sandbox }, fates) {
  /** @type {Call[]} */
  const received = await sandbox.control('/received');
  const creations = received.filter(({ method, path }) => method === 'POST' && path.endsWith('/users'));
  const bodies = new Map(creations.map(({ body }) => [body.Email ?? body.profile?.email, body]));
  for (const fate of fates) {
    const { person, refused, complaints } = fate;
    const body = bodies.get(person.typed.email);
    fate.isOurs = refused.length > 0 && !body;
    if (person.sent && refused.length === 0 && !fate.isStuck) complaints.push(...differences(body, person.sent));
  }
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
    if (text === undefined) continue;
    // What follows is typed when the error is corrected.
    if (!(await desktop.turnTo(path))) break;
    if (!(await isAsked(desktop, path))) continue;
    const town = sent[TOWNS[path] ?? ''];
    const found = town ? await field(desktop, path).inputValue() : '';
    // A customer who types the first words of the town sees all of them.
    if (town && found && !found.startsWith(town)) complaints.push(`the page filled in ${found} as ${path}, not ${town}`);
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
 * @param {any} body of the last creation; `undefined`: there was none
 * @param {Record<string, string>} sent
 */
function differences(body, sent) {
  if (!body) return ['the provider was not asked for a user'];
  return Object.entries(sent).flatMap(([name, value]) => {
    const given = body.profile ? IN_VERSION_2[name]?.(body.profile) : (body[name] ?? body.Address?.[name]);
    return given === value ? [] : [`${name} is ${given} at the provider, not ${value}`];
  });
}
