// @ts-check
// Uploads of a tax document: chosen or dropped, with progress, cancelled, interrupted, sent in the end. The backend and
// the sandbox are real. stories.test.mjs and scenarios/proof-and-tax.mjs test what happens to the document there.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startHarness } from '../support/harness.mjs';
import { comeBack } from '../support/linked-customer.mjs';

const US_AND_FRANCE = { isUsPerson: true, residences: [{ country: 'FR' }, { country: 'US', tin: '123456789' }] };
/** The largest file that the reference backend accepts. */
const MOST_BYTES = 5_000_000;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/** @param {number} bytes */
const pdf = (bytes) => ({
  name: 'fw9.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('%PDF-1.4 '), Buffer.alloc(bytes, 'a')]),
});

/**
 * The page of a customer who must send form W-9, and its requests.
 * @param {import('node:test').TestContext} t
 * @param {import('../support/harness.mjs').Harness} at
 */
async function askedForForm(t, at = funnel) {
  const { desktop, phone } = await comeBack(t, at, 'send.w9', async (customer) => {
    await customer.giveDetails();
    await customer.bindPhone();
    await customer.takePictures();
    await customer.giveSituation();
    await customer.giveTaxes(US_AND_FRANCE);
    await customer.decide('validate');
  });
  /** @type {string[]} */
  const keys = [];
  desktop.page.on('request', (request) => {
    if (isDocument(request)) keys.push(request.headers()['idempotency-key']);
  });
  /** The documents at the provider. */
  const received = async () => (await phone.prospect()).taxDocuments.flatMap((/** @type {any} */ { files }) => files).length;
  return {
    desktop,
    keys,
    choose: (/** @type {ReturnType<typeof pdf>} */ file) => desktop.page.locator('#file').setInputFiles(file),
    send: () => desktop.press(desktop.text('documents.send')),
    received,
    /** Resolves once the page has continued and the provider has the form. */
    seeReceived: async () => {
      await desktop.heading(desktop.text('terms.heading')).waitFor();
      await desktop.page.locator('[data-step="tax"]').filter({ hasText: desktop.text('state.review') }).waitFor();
      assert.deepEqual((await phone.step('tax')).documents, [{ kind: 'w9', state: 'received' }]);
      assert.equal(await received(), 1);
    },
  };
}

/** @param {import('playwright-core').Request} request */
const isDocument = (request) => request.method() === 'POST' && request.url().endsWith('/onboarding/documents');

/**
 * Sets the upload speed of the page, in bytes per second. Without a number there is no limit.
 * @param {import('playwright-core').CDPSession} browser
 * @param {number} [bytes]
 */
const setUploadSpeed = (browser, bytes = -1) =>
  browser.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytes,
  });

test('a customer on a slow connection sees the progress of the upload, cancels, and sends the document again', async (t) => {
  const { desktop, keys, choose, send, received, seeReceived } = await askedForForm(t);
  const { page } = desktop;
  const browser = await page.context().newCDPSession(page);
  await setUploadSpeed(browser, 100_000);
  await choose(pdf(4_000_000));
  const isCut = page.waitForEvent('requestfailed', isDocument);
  await send();
  const bar = page.getByRole('progressbar', { name: /^Sending: [1-9]\d?%$/ });
  await bar.waitFor();
  const told = Number(await bar.getAttribute('value'));
  assert.ok(told > 0 && told < 100, `${told} of 100`);
  await page.waitForFunction((told) => {
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    return Number(root?.querySelector('.sending progress')?.getAttribute('value')) > told;
  }, told);

  await desktop.press(desktop.text('documents.cancel'));
  await isCut;
  await page.locator('[aria-live]').filter({ hasText: desktop.text('documents.cancelled') }).waitFor({ state: 'attached' });
  await page.getByText('fw9.pdf').waitFor();
  await bar.waitFor({ state: 'hidden' });
  assert.ok(await page.locator('#file').evaluate((file) => file.matches(':focus')), 'the focus is on the file');
  assert.equal(await received(), 0);

  await setUploadSpeed(browser);
  await send();
  await seeReceived();
  assert.equal(keys.length, 2);
  assert.equal(new Set(keys).size, 1, 'the retry has the same idempotency key');
  assert.deepEqual(desktop.complaints, []);
});

test('a document that is too large is refused beside its field before anything is sent, and a smaller one is sent', async (t) => {
  const { desktop, keys, choose, send, seeReceived } = await askedForForm(t);
  const { page } = desktop;
  await choose(pdf(MOST_BYTES));
  const error = page.getByText(desktop.text('error.too_large'));
  await error.waitFor();
  const file = page.locator('#file');
  const described = await file.evaluate((file) => {
    const root = /** @type {ShadowRoot} */ (file.getRootNode());
    const ids = (file.getAttribute('aria-describedby') ?? '').split(' ');
    return ids.map((id) => root.getElementById(id)?.textContent).join(' ');
  });
  assert.ok(described.includes(desktop.text('error.too_large')), 'it is said with the field');
  assert.match(described, /JPG, PNG or PDF, up to 5 MB/);
  const [field, words] = await Promise.all([page.locator('.drop').boundingBox(), error.boundingBox()]);
  assert.ok(field && words && words.y - (field.y + field.height) < 48, 'the error is below the field');

  await send();
  assert.ok(await file.evaluate((file) => file.matches(':focus')), 'the focus is on the file');
  await choose(pdf(1000));
  await error.waitFor({ state: 'hidden' });
  assert.deepEqual(keys, [], 'nothing was sent so far');
  await send();
  await seeReceived();
  assert.deepEqual(desktop.complaints, []);
});

test('a document dropped beside its field is accepted instead of replacing the page, and sent', async (t) => {
  const { desktop, send, seeReceived } = await askedForForm(t);
  const { page } = desktop;
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-drop-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'my-form.pdf');
  writeFileSync(path, pdf(1000).buffer);
  // A real drop: the browser opens a file that the page does not accept in place of the page.
  const browser = await page.context().newCDPSession(page);
  const heading = await desktop.heading(/^Send your /).boundingBox();
  assert.ok(heading);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop']))
    await browser.send('Input.dispatchDragEvent', { type, x: heading.x + 10, y: heading.y + 10, data });
  await page.getByText('my-form.pdf').waitFor();
  await page.locator('[aria-live]').filter({ hasText: desktop.text('documents.chosen') }).waitFor({ state: 'attached' });
  await send();
  await seeReceived();
  assert.deepEqual(desktop.complaints, []);
});

test('an interrupted upload is reported, keeps the file, and a press sends it once', async (t) => {
  const { line, urls } = await lineTo(t);
  const { desktop, keys, choose, send, received, seeReceived } = await askedForForm(t, { ...funnel, urls });
  await choose(pdf(1_000_000));
  line.cutDocuments(500_000);
  await send();
  await desktop.seeNotice('failure.server');
  assert.ok(await desktop.noticeIsFocused());
  await desktop.page.getByText('fw9.pdf').waitFor();
  assert.equal(await received(), 0);

  line.repair();
  await desktop.press(desktop.text('form.again'));
  await seeReceived();
  assert.equal(new Set(keys).size, 1, 'the retry has the same idempotency key');
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

test('an upload during a network loss is sent again automatically once the network is back', async (t) => {
  const { line, urls } = await lineTo(t);
  const { desktop, keys, choose, send, received, seeReceived } = await askedForForm(t, { ...funnel, urls });
  await choose(pdf(1_000_000));
  line.cutDocuments(500_000, () => tellOfNetwork(desktop, false));
  await send();
  await desktop.seeNotice('failure.offline');
  assert.equal(await received(), 0);

  line.repair();
  await tellOfNetwork(desktop, true);
  await seeReceived();
  assert.equal(new Set(keys).size, 1, 'the retry has the same idempotency key');
  assert.deepEqual(desktop.complaintsButFailedRequests(), []);
});

/**
 * Reports the state of the network to the page as a browser does: before requests fail, or after they can continue.
 * @param {import('../support/desktop.mjs').Desktop} desktop
 * @param {boolean} isThere
 */
const tellOfNetwork = (desktop, isThere) =>
  desktop.page.evaluate((isThere) => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => isThere });
    dispatchEvent(new Event(isThere ? 'online' : 'offline'));
  }, isThere);

/**
 * The funnel's page behind a connection that can be cut.
 * @param {import('node:test').TestContext} t
 */
async function lineTo(t) {
  const line = await layLine(Number(new URL(funnel.urls.page).port));
  t.after(line.close);
  return { line, urls: { ...funnel.urls, page: `http://127.0.0.1:${line.port}/` } };
}

/**
 * A connection between the browser and the page's server that can be cut during an upload.
 * @param {number} port of the server
 */
async function layLine(port) {
  let most = Infinity;
  let beforeCut = async () => {};
  /** @type {Set<import('node:net').Socket>} */
  const ends = new Set();
  const line = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let passed = 0;
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      const begins = bytes.includes('POST /onboarding-api/onboarding/documents');
      if (begins || passed > 0) passed += bytes.length;
      if (passed <= most) return void far.write(bytes);
      near.pause();
      // The browser may retry on another connection, which is cut too.
      const before = beforeCut;
      beforeCut = async () => {};
      before().finally(() => near.destroy());
    });
    far.pipe(near);
  });
  await new Promise((resolve) => line.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    port: /** @type {import('node:net').AddressInfo} */ (line.address()).port,
    /**
     * @param {number} bytes number of bytes of an upload before the cut
     * @param {() => Promise<void>} [before] called just before the cut
     */
    cutDocuments: (bytes, before = async () => {}) => {
      most = bytes;
      beforeCut = before;
    },
    repair: () => {
      most = Infinity;
    },
    close: () => {
      line.close();
      for (const end of ends) end.destroy();
    },
  };
}
