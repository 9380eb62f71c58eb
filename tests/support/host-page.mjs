// @ts-check
// An empty page of a partner that mounts the module by script, under the demo's own policy. From before the module is
// loaded, it counts the resources taken from the page: listeners, timers, requests, nodes.

import { fileURLToPath } from 'node:url';
import { SECURITY_HEADERS } from '../../www/demo/server/routes.mjs';
import { Desktop } from './desktop.mjs';

/** Runs in the page before anything else. */
const CENSUS = fileURLToPath(new URL('census.js', import.meta.url));
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Partner</title></head>
<body><div id="one"></div><div id="two"></div></body></html>`;

/**
 * @typedef {object} Census the resources now in use
 * @property {number} listeners
 * @property {number} timers
 * @property {number} requests
 * @property {number} nodes
 * @property {string} head its markup
 * @property {number} sheets adopted by the document
 * @property {number} history
 * @property {string[]} names of the window
 */

/** The page and the actions of a partner's script. */
export class HostPage extends Desktop {
  /**
   * Opens it for a test, and closes it at the end of that.
   * @param {import('node:test').TestContext} t
   * @param {string} url of the demo's page
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  static async forTest(t, url, options) {
    const launched = await Desktop.launch(options);
    const host = new HostPage(launched);
    t.after(host.close);
    const { page } = launched;
    const address = `${url}host`;
    await host.serve(address);
    await page.addInitScript({ path: CENSUS });
    await page.goto(address);
    // The driver adds listeners to the page when it first touches an element. They must be there before any count.
    await page.locator('#one').evaluate(() => {});
    return host;
  }

  /**
   * Serves the page at an address, until the page's routes are removed.
   * @param {string} address
   * @param {Record<string, string>} [others] headers instead of the demo's
   */
  async serve(address, others) {
    const headers = { ...Object.fromEntries(SECURITY_HEADERS), ...others };
    await this.page.route(address, (route) => route.fulfill({ contentType: 'text/html', headers, body: PAGE }));
  }

  /** @returns {Promise<Census>} */
  census() {
    return this.page.evaluate(() => /** @type {any} */ (globalThis).census());
  }

  /** Resolves once the page has no running request. */
  async quiet() {
    await this.page.waitForFunction(() => /** @type {any} */ (globalThis).census().requests === 0);
  }

  /**
   * Mounts the module in `#one` or `#two` and records its events for `events`. Does not wait for it.
   * @param {'one' | 'two'} [container]
   * @param {Record<string, unknown>} [options] in addition to the required ones; without `token`, `getToken` is called
   */
  async mount(container = 'one', options = {}) {
    await this.page.evaluate(
      async (given) => {
        // Passed as text, because the driver passes broken objects if the page has changed all objects.
        const { container, options } = JSON.parse(given);
        const host = /** @type {any} */ (globalThis);
        host.mounted ??= [];
        host.heard ??= [];
        const { mount } = await import(/* @vite-ignore */ String('/xpollens-onboarding/index.js'));
        const element = /** @type {HTMLElement} */ (document.getElementById(container));
        if (!element.dataset.isHeard) {
          for (const name of ['ready', 'error', 'status'])
            element.addEventListener(`onboarding-${name}`, (event) => {
              const { error, ...detail } = /** @type {CustomEvent} */ (event).detail;
              host.heard.push({ name, ...detail, message: error?.message });
            });
          element.dataset.isHeard = 'yes';
        }
        const getToken = async () => (await (await fetch('/demo/session', { method: 'POST' })).json()).sessionToken;
        const session = Object.hasOwn(options, 'token') ? {} : { getToken };
        host.mounted.push(mount(element, { endpoint: '/onboarding-api', language: 'en', ...session, ...options }));
      },
      JSON.stringify({ container, options }),
    );
  }

  /**
   * Puts the tag into `#one`, like a page that has it in its markup. The backend reads a cookie.
   * @param {string} endpoint
   */
  async mountByTag(endpoint) {
    await this.page.evaluate(async (endpoint) => {
      await import(/* @vite-ignore */ `${location.origin}/xpollens-onboarding/define.js`);
      const element = document.createElement('xpollens-onboarding');
      element.setAttribute('endpoint', endpoint);
      element.setAttribute('language', 'en');
      document.getElementById('one')?.append(element);
    }, endpoint);
  }

  /**
   * Unmounts a module.
   * @param {number} index in the order of mounting
   */
  async unmount(index) {
    await this.page.evaluate((index) => /** @type {any} */ (globalThis).mounted[index].unmount(), index);
  }

  /**
   * The events so far.
   * @returns {Promise<{ name: string, code?: string, retryable?: boolean, message?: string }[]>}
   */
  events() {
    return this.page.evaluate(() => /** @type {any} */ (globalThis).heard ?? []);
  }

  /** The first form in a container. @param {'one' | 'two'} container */
  form(container) {
    return this.page.locator(`#${container}`).getByRole('heading', { name: this.text('group.identity') });
  }

  /** The customer's first names in a container. @param {'one' | 'two'} container */
  firstNames(container) {
    return this.page.locator(`#${container}`).getByRole('textbox', { name: this.text('field.firstName') });
  }
}
