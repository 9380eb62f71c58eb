// @ts-check
// The status calls of a browser's pages, and its clock, which moves only on demand.

import { until } from './until.mjs';

/** How far the clock moves before answers are awaited, in milliseconds. */
const STEP_MS = 1000;

/** Watches all pages of a browser from the first one on. */
export class StatusCalls {
  /** @type {import('playwright-core').Page[]} the pages that asked, in order */
  #asked = [];
  /** @type {Set<import('playwright-core').Request>} */
  #pending = new Set();

  /** @param {import('playwright-core').BrowserContext} context */
  constructor(context) {
    this.context = context;
    context.on('request', (request) => {
      this.#pending.add(request);
      if (isStatusCall(request)) this.#asked.push(request.frame().page());
    });
    context.on('requestfinished', (request) => this.#pending.delete(request));
    context.on('requestfailed', (request) => this.#pending.delete(request));
  }

  /**
   * The number of calls of each page since the last count.
   * @param {import('playwright-core').Page[]} pages
   */
  count(...pages) {
    const asked = this.#asked.splice(0);
    return pages.map((page) => asked.filter((by) => by === page).length);
  }

  /** Number of unanswered calls. */
  held() {
    return [...this.#pending].filter(isStatusCall).length;
  }

  /** Resolves once every call is answered and the pages have handled the answers. */
  async settle() {
    do {
      await until('every call is answered', () => this.#pending.size === 0);
      await Promise.all(this.context.pages().map(turn));
    } while (this.#pending.size > 0);
  }

  /**
   * Lets time pass on all pages. Calls are answered in between.
   * @param {number} millis
   */
  async pass(millis) {
    for (let passed = 0; passed < millis; passed += STEP_MS) {
      await this.context.clock.runFor(Math.min(STEP_MS, millis - passed));
      await this.settle();
    }
  }
}

/** @param {import('playwright-core').Request} request */
function isStatusCall(request) {
  return request.method() === 'GET' && new URL(request.url()).pathname.endsWith('/onboarding-api/onboarding');
}

/**
 * Some turns of the page's event loop, independent of its clock.
 * @param {import('playwright-core').Page} page
 */
export function turn(page) {
  return page.evaluate(async () => {
    for (let turns = 0; turns < 5; turns++) {
      const { port1, port2 } = new MessageChannel();
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
      port1.close();
    }
  });
}
