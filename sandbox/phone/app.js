// @ts-check
// The main loop of the phone: asks the sandbox once a second while the page is visible, decides the stage and shows its screen.
// A screen is rebuilt only when the stage changes. Within a stage it gets each new answer.

import { CallError } from './api.js';
import { byId } from './dom.js';
import { bankScreen } from './screens/bank.js';
import { confirmScreen } from './screens/confirm.js';
import { homeScreen } from './screens/home.js';
import { identityScreen } from './screens/identity.js';
import { ineligibleScreen, linkScreen } from './screens/link.js';
import { killedScreen } from './screens/killed.js';
import { pasteScreen } from './screens/paste.js';
import { scanScreen } from './screens/scan.js';
import { secretScreen } from './screens/secret.js';
import { launchingScreen, splashScreen } from './screens/splash.js';
import { webviewScreen } from './screens/webview.js';
import { stageOf } from './stage.js';

const POLL_MS = 1000;
/** Failed calls in a row before the page shows it, because one lost answer does not matter. */
const FAILURES_TOLD = 2;

/** @typedef {Pick<import('./stage.js').Local, 'linking' | 'isEligible' | 'isInWebview' | 'isIdentityPostponed' | 'isInBank'>} Local */
/**
 * @typedef {object} Screen a mounted view
 * @property {HTMLElement} node
 * @property {(device: import('./api.js').Device) => void} [update] called with each answer while it is shown
 */
/**
 * @typedef {object} Setting
 * @property {import('./api.js').PhoneApi} api
 * @property {import('./device.js').DeviceStore} store
 * @property {import('./texts.js').Texts} texts
 * @property {import('./texts.js').Language} language
 * @property {boolean} isFast shortens the selfie video
 */
/**
 * The data and actions of a screen.
 * @typedef {object} App
 * @property {Setting['api']} api
 * @property {Setting['store']} store
 * @property {Setting['texts']} texts
 * @property {Setting['language']} language
 * @property {boolean} isFast
 * @property {AbortSignal} signal aborted with the screen, which ends its cameras, timers and calls
 * @property {(step: 'link' | 'scan' | 'paste') => void} goTo
 * @property {(code: string) => Promise<void>} launch
 * @property {() => void} secretChosen
 * @property {(isOpen: boolean) => void} showWebview
 * @property {(isPostponed: boolean) => void} postponeIdentity
 * @property {(isOpen: boolean) => void} showBank
 * @property {(notice: string) => void} paid the other bank has accepted the order
 * @property {(authenticationId: string, notice: string) => void} answered
 * @property {(text: string) => void} announce tells screen readers
 * @property {() => string} takeNotice the notice for the next screen, which is empty afterwards
 */

/** @param {Setting} setting */
export function startApp(setting) {
  new PhoneApp(setting).start();
}

/** The app: its state, its screen and its calls to the sandbox. */
class PhoneApp {
  #setting;
  #place = byId('screen');
  #announcer = byId('announcer');
  #offline = byId('offline');
  /** @type {import('./api.js').Device | null} */
  #device = null;
  /** Confirmations that were answered here. @type {Set<string>} */
  #answered = new Set();
  /** @type {Local} */
  #local = {
    linking: 'link',
    isEligible: null,
    isInWebview: false,
    isIdentityPostponed: false,
    isInBank: false,
  };
  #notice = '';
  /** @type {Screen | null} */
  #shown = null;
  #shownKey = '';
  #screenEnd = new AbortController();
  #failures = 0;
  /** @type {Promise<void> | null} */
  #refreshing = null;
  #timer = 0;

  /** @param {Setting} setting */
  constructor(setting) {
    this.#setting = setting;
  }

  start() {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#poll();
      else window.clearTimeout(this.#timer);
    });
    this.#render();
    void this.#poll();
  }

  #render() {
    const local = { ...this.#local, hasSecretCode: this.#setting.store.hasSecretCode(), answered: this.#answered };
    const stage = stageOf(this.#device, local);
    const key = stage.name === 'confirm' ? `confirm ${stage.notification.authenticationId}` : stage.name;
    if (key !== this.#shownKey) this.#show(stage, key);
    if (this.#device !== null) this.#shown?.update?.(this.#device);
  }

  /**
   * Replaces the screen by another one.
   * @param {import('./stage.js').Stage} stage
   * @param {string} key
   */
  #show(stage, key) {
    const { texts } = this.#setting;
    const left = this.#shownKey;
    // A confirmation that left the list without an answer here has expired.
    if (left.startsWith('confirm ') && !this.#answered.has(left.slice('confirm '.length))) this.#notice ||= texts.expired;
    this.#screenEnd.abort();
    this.#screenEnd = new AbortController();
    this.#shownKey = key;
    this.#shown = build(stage, this.#actions());
    this.#place.replaceChildren(this.#shown.node);
    this.#place.scrollTop = 0;
    this.#place.dataset.stage = stage.name;
    const heading = this.#place.querySelector('h1');
    heading?.focus({ preventScroll: true });
    document.title = `${heading?.textContent ?? texts.appName} · ${texts.appName}`;
  }

  /**
   * The actions of a screen, until another one is shown.
   * @returns {App}
   */
  #actions() {
    const change = (/** @type {Partial<Local>} */ local) => {
      Object.assign(this.#local, local);
      this.#render();
    };
    return {
      ...this.#setting,
      signal: this.#screenEnd.signal,
      goTo: (linking) => change({ linking }),
      launch: (code) => this.#launch(code),
      secretChosen: () => this.#render(),
      // The sandbox's answer decides what follows the webview, so it is requested before the screen changes.
      showWebview: (isInWebview) => (isInWebview ? change({ isInWebview }) : this.#leave({ isInWebview })),
      postponeIdentity: (isIdentityPostponed) => change({ isIdentityPostponed }),
      showBank: (isInBank) => change({ isInBank }),
      paid: (notice) => {
        this.#notice = notice;
        this.#leave({ isInBank: false });
      },
      answered: (authenticationId, notice) => {
        this.#answered.add(authenticationId);
        this.#notice = notice;
        this.#render();
      },
      announce: (text) => {
        this.#announcer.textContent = text;
      },
      takeNotice: () => this.#takeNotice(),
    };
  }

  /**
   * Changes the screen after an answer of the sandbox.
   * @param {Partial<Local>} local
   */
  #leave(local) {
    Object.assign(this.#local, local);
    void this.#refresh().finally(() => this.#render());
  }

  #takeNotice() {
    const notice = this.#notice;
    this.#notice = '';
    return notice;
  }

  /** @param {string} code */
  async #launch(code) {
    const { api, texts } = this.#setting;
    this.#local.linking = 'launching';
    this.#render();
    try {
      await api.launch(code);
      await this.#refresh();
    } catch (error) {
      this.#notice = launchFailure(error instanceof CallError ? error.status : 0, texts);
    }
    this.#local.linking = 'link';
    this.#render();
  }

  /** Asks the sandbox, one call at a time. A second caller gets the answer of the running call. */
  #refresh() {
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #ask() {
    const { api, texts } = this.#setting;
    try {
      this.#device = await api.connect();
      this.#failures = 0;
      if (this.#device.wallet === 'onProvisioningRequired' && this.#local.isEligible === null)
        this.#local.isEligible = await api.isEligible();
    } catch {
      this.#failures += 1;
    }
    const text = this.#failures >= FAILURES_TOLD ? texts.offline : '';
    if (this.#offline.textContent !== text) this.#offline.textContent = text;
  }

  async #poll() {
    window.clearTimeout(this.#timer);
    await this.#refresh();
    this.#render();
    window.clearTimeout(this.#timer);
    if (document.visibilityState === 'visible') this.#timer = window.setTimeout(() => void this.#poll(), POLL_MS);
  }
}

/**
 * @param {import('./stage.js').Stage} stage
 * @param {App} app
 * @returns {Screen}
 */
function build(stage, app) {
  switch (stage.name) {
    case 'splash': return splashScreen(app);
    case 'ineligible': return ineligibleScreen(app);
    case 'link': return linkScreen(app);
    case 'scan': return scanScreen(app);
    case 'paste': return pasteScreen(app);
    case 'launching': return launchingScreen(app);
    case 'secret': return secretScreen(app);
    case 'identity': return identityScreen(app);
    case 'webview': return webviewScreen(app);
    case 'confirm': return confirmScreen(app, stage.notification);
    case 'bank': return bankScreen(app);
    case 'home': return homeScreen(app);
    case 'killed': return killedScreen(app);
  }
}

/**
 * @param {number} status
 * @param {import('./texts.js').Texts} texts
 */
function launchFailure(status, texts) {
  switch (status) {
    case 400: return texts.codeMalformed;
    case 404: return texts.codeUnknown;
    case 409: return texts.codeUsed;
    default: return texts.codeNoAnswer;
  }
}
