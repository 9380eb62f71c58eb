// @ts-check
// The activation code in the memory of the wasm: present while it is on the screen, and gone in every encoding in the same
// turn in which it is removed. Copies in JavaScript (text nodes, the body of the answer) belong to the browser and cannot be wiped.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { Phone } from '../support/phone.mjs';

const SHOWN_MS = 120_000;
/** Lengths of the parts that are searched for. Even a partly overwritten code would be found. */
const PART = { text: 8, binary: 5, path: 40 };
/** Modules around the symbol. */
const QUIET_ZONE = 4;

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness();
});
after(() => funnel?.stop());

/**
 * The page of a customer with the code on its screen, and the encodings to search for in its memory.
 * @param {import('node:test').TestContext} t
 */
async function openOnCode(t) {
  const desktop = await Desktop.launch();
  t.after(desktop.close);
  const customer = newCustomer();
  await funnel.apply(customer, desktop.context);
  await desktop.page.addInitScript(findMemory);
  await desktop.page.clock.install();
  await desktop.visit(funnel.urls.page, { heading: 'handoff.heading' });
  await desktop.seeCode();
  const code = await desktop.readCode();
  const path = await desktop.page.locator('.symbol path').getAttribute('d');
  const parts = { ...partsOfCode(code), ...partsOfSymbol(path ?? '') };
  await desktop.page.evaluate((parts) => Object.assign(globalThis, { parts }), parts);
  return { desktop, code };
}

/** Which encodings are found now. @param {Desktop} desktop @returns {Promise<string[]>} */
const found = (desktop) => desktop.page.evaluate(() => /** @type {any} */ (globalThis).search());

test('the search finds a code that is shown', async (t) => {
  const { desktop } = await openOnCode(t);
  const encodings = await found(desktop);
  assert.ok(encodings.includes('text') && encodings.includes('path'), `found: ${encodings}`);
});

test('after two minutes no encoding of the code is left', async (t) => {
  const { desktop } = await openOnCode(t);
  await desktop.page.clock.fastForward(SHOWN_MS + 1000);
  assert.deepEqual(await found(desktop), []);
});

for (const [what, event] of /** @type {const} */ ([
  ['the page is hidden', 'visibilitychange'],
  ['the page is left', 'pagehide'],
])) {
  test(`once ${what}, no encoding of the code is left in the same turn`, async (t) => {
    const { desktop, code } = await openOnCode(t);
    const left = await desktop.page.evaluate((event) => {
      if (event === 'visibilitychange') {
        Object.defineProperty(Document.prototype, 'hidden', { configurable: true, get: () => true });
        document.dispatchEvent(new Event(event));
      } else {
        dispatchEvent(new PageTransitionEvent(event, { persisted: true }));
      }
      return /** @type {any} */ (globalThis).search();
    }, event);
    assert.deepEqual(left, []);
    assert.equal((await desktop.readAll()).replaceAll(/<[^>]*>|\s/g, '').includes(code), false);
  });
}

test('once the phone is bound, no encoding of the code is left', async (t) => {
  const { desktop, code } = await openOnCode(t);
  const phone = await Phone.open(funnel.urls.phone);
  t.after(phone.close);
  await phone.paste(code);
  await phone.chooseSecret();
  await phone.proveIdentity();
  await funnel.sandbox.advance(5000);
  await desktop.heading(desktop.text('handoff.heading')).waitFor({ state: 'detached' });
  assert.deepEqual(await found(desktop), []);
});

test('once the customer reports the code, no encoding of it is left', async (t) => {
  const { desktop } = await openOnCode(t);
  await desktop.press(desktop.text('footer.not_me'));
  await desktop.heading(desktop.text('report.heading')).waitFor();
  assert.deepEqual(await found(desktop), []);
});

/**
 * Every part of the code, as bytes.
 * @param {string} code
 * @returns {Record<string, number[][]>}
 */
function partsOfCode(code) {
  const text = [...Buffer.from(code.toLowerCase())];
  const binary = [...Buffer.from(code, 'hex')];
  // In the byte mode of a QR code, four bits of mode and eight of length precede the text, which therefore begins in the middle of a byte.
  const shifted = text.slice(1).map((byte, index) => (((text[index] ?? 0) & 15) << 4) | (byte >> 4));
  return {
    text: windows(text, PART.text),
    'capital letters': windows([...Buffer.from(code.toUpperCase())], PART.text),
    'text of JavaScript': windows(text.flatMap((byte) => [byte, 0]), 2 * PART.text),
    'groups of four': windows([...Buffer.from((code.toLowerCase().match(/.{4}/g) ?? []).join(' '))], PART.text + 1),
    binary: windows(binary, PART.binary),
    codewords: windows(shifted, PART.text),
  };
}

/**
 * Parts of the drawn symbol: of its path, and of its modules with one byte each.
 * @param {string} path
 * @returns {Record<string, number[][]>}
 */
function partsOfSymbol(path) {
  // The patterns in the corners are the same in every symbol. The middle depends on the code.
  const middle = path.slice(path.length / 3, (path.length * 2) / 3);
  const rows = Array.from({ length: 29 }, () => Array.from({ length: 29 }, () => 0));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    rows[Number(y) - QUIET_ZONE]?.fill(1, Number(x) - QUIET_ZONE, Number(x) - QUIET_ZONE + Number(length));
  }
  return { path: windows([...Buffer.from(middle)], PART.path), modules: rows.slice(10, 19) };
}

/**
 * @param {number[]} bytes
 * @param {number} length
 */
const windows = (bytes, length) => bytes.slice(length - 1).map((_, index) => bytes.slice(index, index + length));

/** Runs in the page before anything else: makes the memory of the wasm accessible to the test and searchable. */
function findMemory() {
  const host = /** @type {any} */ (globalThis);
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (/** @type {any[]} */ ...source) => {
    const made = await Reflect.apply(instantiate, WebAssembly, source);
    // The build shortens its name.
    host.wasmMemory = Object.values(made.exports).find((one) => one instanceof WebAssembly.Memory);
    return made;
  };
  host.search = () => {
    const read = (/** @type {Uint8Array} */ bytes) => new TextDecoder('latin1').decode(bytes);
    const held = read(new Uint8Array(host.wasmMemory.buffer));
    return Object.entries(/** @type {Record<string, number[][]>} */ (host.parts))
      .filter(([, parts]) => parts.some((part) => held.includes(read(Uint8Array.from(part)))))
      .map(([encoding]) => encoding);
  };
}
