// @ts-check
// Typing in each engine, key by key: dates, pastes, and shortcuts of the page around.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ENGINES } from '../support/engines/engines.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { startPlayedSite } from './played-site.mjs';

const FORM = { name: 'the first form' };
/** Without `allow-forms`, a frame submits no form and has no `submit` event. */
const SANDBOXED = {
  name: 'a frame without allow-forms',
  headers: { 'content-security-policy': 'sandbox allow-scripts allow-same-origin' },
};
const SHORTCUTS = {
  name: 'a page with shortcuts',
  head: `<script>
    globalThis.taken = [];
    for (const type of ['keydown', 'keypress', 'keyup'])
      document.addEventListener(type, (event) => {
        if (event.target.matches('input, select, textarea')) return;
        globalThis.taken.push(event.key);
        if ('e/? 5'.includes(event.key)) event.preventDefault();
      });
  </script>`,
};

/** @type {import('./played-site.mjs').PlayedSite} */
let site;
before(async () => {
  site = await startPlayedSite();
});
after(() => site?.stop());

/** The visible errors, by the name of their field. Runs in the page. */
function readErrors() {
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  const fields = [...(root?.querySelectorAll('.field:has(.error:not([hidden]))') ?? [])];
  return Object.fromEntries(
    fields.map((field) => [field.getAttribute('data-field'), field.querySelector('.error')?.textContent]),
  );
}

/** Runs in the page, as a password manager may: no `input` event, only `change`. */
function fillByProgram() {
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  const control = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (root?.getElementById(id));
  control('lastName').value = 'Berthier';
  control('lastName').dispatchEvent(new Event('change', { bubbles: true }));
  control('birthName').value = 'Martin';
}

/** Runs in the page: a `change` that is not heard further up. */
function fillInSilence() {
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  const control = /** @type {HTMLInputElement} */ (root?.getElementById('lastName'));
  control.value = 'Berthier';
  control.dispatchEvent(new Event('change'));
}

/** Runs in the page. */
function readNames() {
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  return ['lastName', 'birthName'].map((id) => /** @type {HTMLInputElement} */ (root?.getElementById(id)).value);
}

for (const { name, open } of ENGINES) {
  test(`typing in ${name}`, TEST_PATIENCE, async (t) => {
    const engine = await open();
    t.after(engine.close);
    const { page } = engine;
    const part = (/** @type {string} */ label) => page.getByRole('textbox', { name: label, exact: true });
    const town = () => page.getByRole('combobox', { name: 'Town of birth', exact: true });
    const parts = async () => {
      const values = [];
      for (const label of ['Day', 'Month', 'Year']) values.push(await part(label).inputValue());
      return values;
    };
    const errors = async () => /** @type {Record<string, string>} */ (await page.evaluate(readErrors));
    const press = () => page.getByRole('button', { name: 'Continue', exact: true }).click();
    const show = async (/** @type {import('./played-site.mjs').PartnerPage} */ around, state = 'details', label = 'First names') => {
      await page.goto(site.show(around, state));
      await part(label).waitFor();
    };
    const showBirth = (around = FORM) => show(around, 'details-birth', 'Day');
    const paste = async (/** @type {string} */ text, /** @type {string} */ label) => {
      await town().fill(text);
      await town().press('Control+a');
      await town().press('Control+x');
      await part(label).press('Control+v');
    };

    await t.test('a date is typed part by part', async () => {
      await showBirth();
      await part('Day').pressSequentially('6');
      await part('Month').pressSequentially('12');
      await part('Year').pressSequentially('1965');
      await press();
      assert.equal((await errors()).birthDate, undefined);
    });

    await t.test('a date without separators is distributed from the first part', async () => {
      await showBirth();
      await part('Day').pressSequentially('31121990');
      assert.deepEqual(await parts(), ['31', '12', '1990']);
    });

    await t.test('a year with two digits is refused', async () => {
      await showBirth();
      await part('Day').pressSequentially('12-06-65');
      await town().pressSequentially('c');
      assert.deepEqual(await parts(), ['12', '06', '65']);
      assert.equal((await errors()).birthDate, 'Enter the year with four digits, for example 1965.');
    });

    await t.test('an incomplete date and a date that does not exist show what to do', async () => {
      await showBirth();
      await part('Day').pressSequentially('31');
      await press();
      assert.equal((await errors()).birthDate, 'Enter the full date: day, month and year.');
      await part('Month').pressSequentially('2');
      await press();
      assert.equal((await errors()).birthDate, 'Enter the year as well, for example 1965.');
      await part('Year').pressSequentially('1990');
      await press();
      assert.equal((await errors()).birthDate, 'Enter a real date, for example 6\u00a012\u00a01965.');
    });

    for (const [text, label, day, month, year] of /** @type {const} */ ([
      ['06/12/1965', 'Day', '06', '12', '1965'],
      ['1965-12-06', 'Year', '06', '12', '1965'],
      ['6 décembre 1965', 'Month', '6', '12', '1965'],
      ['6.12.65', 'Day', '6', '12', '65'],
    ]))
      await t.test(`a pasted ${text} goes into all parts`, async () => {
        await showBirth();
        await paste(text, label);
        assert.deepEqual(await parts(), [day, month, year]);
      });

    await t.test('the form is sent by its button and by Enter in a frame without allow-forms', async () => {
      for (const send of [press, () => part('First names').press('Enter')]) {
        await show(SANDBOXED);
        await send();
        assert.equal((await errors()).lastName, 'Enter your last name.');
      }
    });

    await t.test('typed keys stay in the field on a page with shortcuts', async () => {
      await show(SHORTCUTS);
      await part('First names').pressSequentially('e/? 5');
      assert.equal(await part('First names').inputValue(), 'e/? 5');
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).taken), []);
    });

    await t.test('text filled in by a program is read at once, even if its event does not bubble', async () => {
      await show(FORM);
      await press();
      assert.ok((await errors()).lastName);
      await page.evaluate(fillInSilence);
      assert.equal((await errors()).lastName, undefined);
    });

    await t.test('text filled in by a program is kept and counts', async () => {
      await show(FORM);
      await page.evaluate(fillByProgram);
      await part('First names').pressSequentially('Corinne');
      await press();
      assert.deepEqual(await page.evaluate(readNames), ['Berthier', 'Martin']);
      const wrong = Object.keys(await errors());
      for (const field of ['firstName', 'lastName', 'birthName']) assert.ok(!wrong.includes(field), field);
    });
  });
}
