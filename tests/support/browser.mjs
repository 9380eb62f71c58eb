// @ts-check
// Starts Chromium for the end-to-end tests, as a desktop or as a phone whose camera shows a picture.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browsers } from '../../scripts/setup-browsers.mjs';
import { y4mFromPng } from './camera.mjs';
import { PATIENCE_MS } from './patience.mjs';

/** No messages, and nothing that a container lacks: user sandbox, graphics card, background network. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** A film as camera, with permission to use it. */
const CAMERA_FLAGS = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/**
 * @typedef {object} OpenPage
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').BrowserContext} context
 * @property {string[]} complaints console errors, exceptions and policy violations of the page
 * @property {() => Promise<void>} close closes the page and deletes its data
 */

/** How long the shared browser waits for another desktop before it ends. */
const LINGER_MS = 1000;

/**
 * The browser of all desktops of a process, and the number of open ones. Each has its own profile.
 * @type {{ browser?: Promise<import('playwright-core').Browser>, open: number, end?: NodeJS.Timeout }}
 */
const desktops = { open: 0 };

/**
 * A desktop browser with one empty page.
 * @param {import('playwright-core').BrowserContextOptions} [options] added to a 1280 by 800 window, in English
 * @returns {Promise<OpenPage>}
 */
export async function openDesktop(options = {}) {
  clearTimeout(desktops.end);
  desktops.open += 1;
  desktops.browser ??= launchChromium();
  const browser = await desktops.browser;
  const desktop = await openPage(browser, { viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
  const close = async () => {
    await desktop.close();
    desktops.open -= 1;
    if (desktops.open > 0) return;
    desktops.end = setTimeout(() => {
      desktops.browser = undefined;
      return browser.close();
    }, LINGER_MS);
  };
  return { ...desktop, close };
}

/**
 * A phone browser with one empty page.
 * @param {object} [options]
 * @param {Uint8Array} [options.sees] PNG file that its camera shows; Chromium's own test film by default
 * @param {import('playwright-core').BrowserContextOptions} [options.context] added to a 390 by 844 touch screen, in English
 * @returns {Promise<OpenPage>}
 */
export async function openPhone({ sees, context = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'onboarding-camera-'));
  const flags = [...CAMERA_FLAGS];
  if (sees) {
    const film = join(folder, 'camera.y4m');
    writeFileSync(film, y4mFromPng(sees));
    flags.push(`--use-file-for-fake-video-capture=${film}`);
  }
  const browser = await launchChromium(flags);
  const open = await openPage(browser, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    permissions: ['camera'],
    ...context,
  });
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...open, close };
}

/**
 * Chromium without a page.
 * @param {string[]} [flags] added to those of every test
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export function launchChromium(flags = [], options = {}) {
  return chromium.launch({ executablePath: browsers().chromium, args: [...FLAGS, ...flags], ...options });
}

/**
 * A separate profile in a playwright browser, with one empty page.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} options
 * @returns {Promise<OpenPage>}
 */
export async function openPage(browser, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  // A policy violation reaches the console, but not always as an error. Here it is reported as one.
  await context.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`Refused by the policy of the page: ${effectiveDirective} ${blockedURI}`),
    ),
  );
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => {
    // A draft may be saved at the moment in which the form is accepted. It is then refused, and nobody needs to know.
    const isLateDraft = / 409 /.test(message.text()) && message.location().url.includes('/onboarding/drafts/');
    if (message.type() === 'error' && !isLateDraft) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, context, complaints, close: () => context.close() };
}
