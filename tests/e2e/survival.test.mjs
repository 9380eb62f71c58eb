// @ts-check
// At any stage the page may be reloaded, crash, be closed, and be opened again the next day: it shows the same screen,
// nothing is sent to the provider twice, and the browser stores nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Customer } from '../support/customer.mjs';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { PATIENCE_MS } from '../support/patience.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** A time after which every confirmation has expired, in milliseconds of the sandbox's clock. */
const PAST_CONFIRMATION = 6 * MINUTE;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** The ends of a page. Each returns the desktop that continues. */
const ENDS = {
  'a reload': async (/** @type {Survivor} */ { desktop }) => {
    await desktop.page.reload();
    return desktop.page;
  },
  'a crash of the tab': async (/** @type {Survivor} */ { desktop }) => {
    const crashed = desktop.page.waitForEvent('crash');
    const devTools = await desktop.context.newCDPSession(desktop.page);
    // A crashed page sends no answer.
    devTools.send('Page.crash').catch(() => {});
    await crashed;
    await desktop.page.close();
    return open(desktop);
  },
  'the tab closed, another opened': async (/** @type {Survivor} */ { desktop }) => {
    // Closed as by a person, with the page's events.
    await desktop.page.close({ runBeforeUnload: true });
    return open(desktop);
  },
  'the next day': (/** @type {Survivor} */ survivor) => later(survivor, DAY),
  'three days later': (/** @type {Survivor} */ survivor) => later(survivor, 2 * DAY),
};

/** @param {Desktop} desktop */
async function open(desktop) {
  const page = await desktop.context.newPage();
  await page.goto(`${funnel.urls.page}?lang=en`);
  return page;
}

/** @param {Survivor} survivor @param {number} millis */
async function later({ desktop }, millis) {
  await desktop.page.close({ runBeforeUnload: true });
  await funnel.sandbox.advance(millis);
  return open(desktop);
}

/** A customer with a browser, whose phone and other devices only make calls. */
class Survivor {
  /** @param {Desktop} desktop @param {Customer} elsewhere */
  constructor(desktop, elsewhere) {
    this.desktop = desktop;
    this.elsewhere = elsewhere;
  }

  /** @param {import('node:test').TestContext} t */
  static async begin(t) {
    const desktop = await Desktop.open(funnel.urls.page);
    t.after(desktop.close);
    const session = await desktop.context.request.post(`${funnel.urls.page}demo/session`);
    const elsewhere = new Customer(funnel, '', (await session.json()).sessionToken, '');
    elsewhere.details = newCustomer();
    return new Survivor(desktop, elsewhere);
  }

  /** The visible heading and steps. */
  phase() {
    return /** @type {Promise<Phase>} */ (this.desktop.page.evaluate(seen, undefined));
  }

  /**
   * Goes through ends of the page. The screen must be the same after each.
   * @param {import('node:test').TestContext} t
   * @param {string} stage
   * @param {object} [options]
   * @param {(keyof typeof ENDS)[]} [options.ends]
   * @param {() => Promise<unknown>} [options.check] a further check
   */
  async survives(t, stage, { ends = /** @type {(keyof typeof ENDS)[]} */ (Object.keys(ENDS)), check } = {}) {
    await check?.();
    const phase = await this.phase();
    for (const end of ends) {
      const page = await ENDS[end](this);
      const began = performance.now();
      const { context, complaints, close } = this.desktop;
      this.desktop = new Desktop({ page, context, complaints, close });
      const isSame = page.waitForFunction(seen, phase, { timeout: PATIENCE_MS });
      await isSame.catch(async (error) => {
        assert.deepEqual(await this.phase(), phase, `${stage}, after ${end}`);
        throw error;
      });
      t.diagnostic(`${stage}: the same after ${end}, seen ${Math.round(performance.now() - began)} ms later`);
      await check?.();
    }
    await this.browserKeepsNothing(stage);
  }

  /** @param {string} stage */
  async browserKeepsNothing(stage) {
    const kept = await this.desktop.page.evaluate(async () => ({
      local: Object.entries(localStorage),
      session: Object.entries(sessionStorage),
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      cookie: document.cookie,
      state: history.state,
      name: window.name,
    }));
    const nothing = { local: [], session: [], databases: [], caches: [], cookie: '', state: null, name: '' };
    assert.deepEqual(kept, nothing, stage);
    // The partner's own cookie about the customer: a random word that no script can read.
    const cookies = await this.desktop.context.cookies();
    assert.deepEqual(cookies.map(({ name, httpOnly }) => [name, httpOnly]), [['demo-customer', true]]);
    assert.match(cookies[0].value, /^demo-[\w-]{32}$/);
  }

  /**
   * How often the provider accepted each irreversible call, by method and last part of the path. A call refused because of
   * an expired token has no effect and is repeated with a new one.
   */
  async sent() {
    /** @type {{ method: string, path: string, body: any, status: number }[]} */
    const received = await funnel.sandbox.control('/received');
    const appUserId = (await this.elsewhere.prospect())?.appUserId;
    const { email } = this.elsewhere.details;
    const own = received.filter(({ method, path, body, status }) => {
      if (status >= 300) return false;
      const isCreation = method === 'POST' && /\/users$/.test(path);
      return isCreation ? body?.Email === email : method !== 'GET' && appUserId && path.includes(`/${appUserId}/`);
    });
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { method, path } of own) {
      const call = `${method} ${path.split('/').at(-1)}`;
      counts[call] = (counts[call] ?? 0) + 1;
    }
    return counts;
  }
}

/**
 * @typedef {{ heading: string | null | undefined, steps: string[] }} Phase
 *
 * Runs in the page: returns the visible phase, or whether it equals the expected one.
 * @param {Phase} [expected]
 * @returns {Phase | boolean}
 */
function seen(expected) {
  const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
  const steps = [...(root?.querySelectorAll('[data-mark]') ?? [])];
  const phase = {
    heading: root?.getElementById('heading')?.textContent,
    steps: steps.map((step) => `${step.getAttribute('data-step')} ${step.getAttribute('data-mark')}`),
  };
  return expected ? JSON.stringify(phase) === JSON.stringify(expected) : phase;
}

test('a customer reaches the opened account, whatever happens to the page at each stage', async (t) => {
  const customer = await Survivor.begin(t);
  const { elsewhere } = customer;

  const half = { firstName: 'Corinne', lastName: 'Bert', birthName: 'Berthier' };
  const birthDate = '1965-12-06';
  // A crash has no event, so the draft is saved some seconds after typing. On a slow machine the first part may be saved
  // separately, so the test waits for the last text, starting before it is typed.
  const saved = customer.desktop.waitForDraft('profile', birthDate);
  for (const [name, value] of Object.entries(half)) await customer.desktop.fill(name, value);
  const miss = () => customer.desktop.page.getByRole('radio', { name: 'Miss', exact: true });
  await miss().check();
  await customer.desktop.fillBirthDate(birthDate);
  await saved;
  await customer.survives(t, 'details half typed', {
    check: async () => {
      const { desktop } = customer;
      await desktop.heading(desktop.text('group.birth')).waitFor();
      const { 'birthDate-day': day, 'birthDate-month': month, 'birthDate-year': year } = await desktop.readForm();
      assert.deepEqual([day, month, year], ['06', '12', '1965']);
      await desktop.turnTo('firstName');
      await miss().and(desktop.page.locator(':checked')).waitFor();
      assert.deepEqual(await desktop.readForm(), { ...half, civility: 'miss' });
      await desktop.turnTo('birthDate');
    },
  });
  assert.deepEqual(await customer.sent(), {}, 'no unfinished input is sent to the provider');

  await customer.desktop.giveDetails(elsewhere.details);
  await funnel.sandbox.advance(5 * SECOND);
  let code = '';
  await customer.survives(t, 'code shown', {
    check: async () => {
      // After a reload the code is shown only on request.
      if (code) await customer.desktop.press(customer.desktop.text('handoff.show'));
      await customer.desktop.seeCode();
      const shown = await customer.desktop.readCode();
      code ||= shown;
      assert.equal(shown, code);
    },
  });
  assert.deepEqual(await customer.sent(), { 'POST users': 1 });

  await elsewhere.launch(code);
  await elsewhere.takePictures();
  await funnel.sandbox.advance(5 * SECOND);
  // The screen changes automatically. An earlier press might hit another element in the button's place.
  await customer.desktop.page.locator('[data-step="device"][data-mark="done"]').waitFor();
  await customer.desktop.press(/^Continue: /);
  await customer.desktop.giveSituation();
  await customer.desktop.heading('Tax details').waitFor();
  await customer.desktop.page.getByRole('radio', { name: 'No', exact: true }).check();
  await customer.survives(t, 'phone bound, taxes half typed', {
    ends: ['a reload', 'the tab closed, another opened'],
    check: () => customer.desktop.page.getByRole('radio', { name: 'No', exact: true }).and(customer.desktop.page.locator(':checked')).waitFor(),
  });

  await customer.desktop.giveTaxes();
  await customer.survives(t, 'confirmation on the phone pending', {
    ends: ['a reload', 'a crash of the tab', 'the tab closed, another opened'],
    check: () => customer.desktop.seeConfirmationAwaited(),
  });
  const before = await customer.sent();
  await elsewhere.decide('validate');

  await customer.desktop.acceptTerms();
  await elsewhere.decide('validate');
  await customer.desktop.page.locator('[data-step="terms"][data-mark="done"]').waitFor();
  await customer.survives(t, 'identity being checked', { ends: ['a reload', 'a crash of the tab', 'the tab closed, another opened'] });

  await funnel.sandbox.advance(10 * MINUTE);
  await customer.survives(t, 'opened', { check: () => customer.desktop.seeOpenedAccount() });
  const sent = await customer.sent();
  assert.deepEqual(Object.values(sent), Object.values(sent).map(() => 1), JSON.stringify(sent));
  assert.equal(sent['POST users'], 1);
  assert.ok(Object.keys(sent).length > Object.keys(before).length, 'the terms were sent');
});

/**
 * Does everything except the taxes on another device.
 * @param {Customer} elsewhere
 */
async function doAllButTaxes(elsewhere) {
  await elsewhere.giveDetails();
  await elsewhere.bindPhone();
  await elsewhere.takePictures();
  await elsewhere.giveSituation();
  await elsewhere.acceptTerms();
  await elsewhere.decide('validate');
  await elsewhere.advance(10 * MINUTE);
}

test('the next day an unanswered confirmation is requested again by a press, not automatically', async (t) => {
  const customer = await Survivor.begin(t);
  const { elsewhere } = customer;
  await doAllButTaxes(elsewhere);
  await elsewhere.giveTaxes();
  await customer.desktop.page.reload();
  await customer.desktop.seeConfirmationAwaited();
  const before = await customer.sent();
  await funnel.sandbox.advance(PAST_CONFIRMATION);
  const resend = () => customer.desktop.page.getByRole('button', { name: customer.desktop.text('confirm.again') }).first();
  await customer.survives(t, 'confirmation lapsed', { check: () => resend().waitFor() });
  assert.deepEqual(await customer.sent(), before);
});

test('a requested tax document stays requested, whatever happens to the page', async (t) => {
  const customer = await Survivor.begin(t);
  const { elsewhere } = customer;
  await doAllButTaxes(elsewhere);
  await elsewhere.giveTaxes({ isUsPerson: true, residences: [{ country: 'FR' }, { country: 'US', tin: '123456789' }] });
  await elsewhere.decide('validate');
  const before = await customer.sent();
  await customer.desktop.page.reload();
  await customer.survives(t, 'tax document asked for', {
    check: () => customer.desktop.heading('Send your form W-9').waitFor(),
  });
  assert.deepEqual(await customer.sent(), before);
});

test('the account for the transfer is shown again, whatever happens to the page', async (t) => {
  const customer = await Survivor.begin(t);
  const { elsewhere } = customer;
  await elsewhere.giveDetails();
  await elsewhere.bindPhone();
  await elsewhere.refuseScan();
  await elsewhere.refuseScanOnPhone();
  await elsewhere.takePictures({ selfieSeconds: 0 });
  await elsewhere.giveSituation();
  await elsewhere.giveTaxes();
  await elsewhere.decide('validate');
  await elsewhere.acceptTerms();
  await elsewhere.decide('validate');
  await elsewhere.advance(10 * MINUTE);
  await elsewhere.news((snapshot) => snapshot.transfer !== undefined);
  const { iban } = await elsewhere.prospect();
  const before = await customer.sent();
  await customer.desktop.page.reload();
  await customer.survives(t, 'transfer awaited', {
    check: async () => {
      await customer.desktop.heading(customer.desktop.text('transfer.heading')).waitFor();
      const words = await customer.desktop.module().evaluate((element) => element.shadowRoot?.textContent ?? '');
      assert.ok(words.replaceAll(/\s/g, '').includes(iban));
    },
  });
  assert.deepEqual(await customer.sent(), before);
});

test('a session that ends while the customer types is renewed, and no typed text is lost', async (t) => {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  /** @type {Set<string>} */
  const tokens = new Set();
  desktop.page.on('request', (request) => {
    const { authorization } = request.headers();
    if (authorization) tokens.add(authorization);
  });
  await desktop.visit(funnel.urls.page);
  await desktop.fill('firstName', 'Cor');
  const [authorization] = tokens;
  const ended = await fetch(`${funnel.urls.backend}/onboarding/session`, {
    method: 'DELETE',
    headers: { authorization, 'x-onboarding-client': '1' },
  });
  assert.equal(ended.status, 204);
  // No draft of this new text can have been saved with the expired token.
  const saved = desktop.waitForDraft('profile', 'Corinne');
  await desktop.fill('firstName', 'Corinne');
  await desktop.hidePage(true);
  await desktop.hidePage(false);
  await saved;
  assert.ok(tokens.size > 1, 'the host page supplied a new token');
  assert.equal((await desktop.readForm()).firstName, 'Corinne');
  await desktop.page.reload();
  await desktop.page.waitForFunction(() => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    return /** @type {HTMLInputElement | null} */ (root?.getElementById('firstName'))?.value === 'Corinne';
  });
  await desktop.page.locator('[aria-live]').filter({ hasText: desktop.text('announce.draft') }).waitFor({ state: 'attached' });
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});
