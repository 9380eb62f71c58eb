// @ts-check
// The loop of the phone: asks the sandbox once a second while the page is seen, decides the stage, shows its screen.
// A screen is rebuilt only when the stage changes; within a stage it is told what is new.

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
/** Failed calls in a row before the customer is told: one lost answer is nothing. */
const FAILURES_TOLD = 2;

/**
 * @typedef {object} Screen a mounted view
 * @property {HTMLElement} node
 * @property {(device: import('./api.js').Device) => void} [update] told of each answer while it is shown
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
 * What a screen may use and do.
 * @typedef {object} App
 * @property {Setting['api']} api
 * @property {Setting['store']} store
 * @property {Setting['texts']} texts
 * @property {Setting['language']} language
 * @property {boolean} isFast
 * @property {AbortSignal} signal ends with the screen: cameras, timers and calls go with it
 * @property {(step: 'link' | 'scan' | 'paste') => void} goTo
 * @property {(code: string) => Promise<void>} launch
 * @property {() => void} secretChosen
 * @property {(isOpen: boolean) => void} showWebview
 * @property {(isPostponed: boolean) => void} postponeIdentity
 * @property {(isOpen: boolean) => void} showBank
 * @property {(notice: string) => void} paid the other bank has taken the order
 * @property {(authenticationId: string, notice: string) => void} answered
 * @property {(text: string) => void} announce tells screen readers
 * @property {() => string} takeNotice what the next screen has to tell first; empty afterwards
 */

/** @param {Setting} setting */
export function startApp(setting) {
  const { api, store, texts } = setting;
  const place = byId('screen');
  const announcer = byId('announcer');
  const offline = byId('offline');

  /** @type {import('./api.js').Device | null} */
  let device = null;
  /** @type {Set<string>} */
  const answered = new Set();
  const local = {
    linking: /** @type {import('./stage.js').Local['linking']} */ ('link'),
    isEligible: /** @type {boolean | null} */ (null),
    isInWebview: false,
    isIdentityPostponed: false,
    isInBank: false,
  };
  let notice = '';
  /** @type {Screen | null} */
  let shown = null;
  let shownKey = '';
  let screenEnd = new AbortController();

  function render() {
    const stage = stageOf(device, { ...local, hasSecretCode: store.hasSecretCode(), answered });
    const key = stage.name === 'confirm' ? `confirm ${stage.notification.authenticationId}` : stage.name;
    if (key !== shownKey) {
      // A confirmation that left the list without an answer here has expired.
      if (shownKey.startsWith('confirm ') && !answered.has(shownKey.slice('confirm '.length))) notice ||= texts.expired;
      screenEnd.abort();
      screenEnd = new AbortController();
      shownKey = key;
      shown = build(stage, { ...actions, signal: screenEnd.signal });
      place.replaceChildren(shown.node);
      place.scrollTop = 0;
      place.dataset.stage = stage.name;
      const heading = place.querySelector('h1');
      heading?.focus({ preventScroll: true });
      document.title = `${heading?.textContent ?? texts.appName} · ${texts.appName}`;
    }
    if (device !== null) shown?.update?.(device);
  }

  /** @type {Omit<App, 'signal'>} */
  const actions = {
    ...setting,
    goTo(step) {
      local.linking = step;
      render();
    },
    async launch(code) {
      local.linking = 'launching';
      render();
      try {
        await api.launch(code);
        await refresh();
      } catch (error) {
        notice = launchFailure(error instanceof CallError ? error.status : 0, texts);
      }
      local.linking = 'link';
      render();
    },
    secretChosen: render,
    showWebview(isOpen) {
      local.isInWebview = isOpen;
      if (isOpen) render();
      // The answer of the sandbox decides what comes after it, so it is asked before the screen changes.
      else void refresh().finally(render);
    },
    postponeIdentity(isPostponed) {
      local.isIdentityPostponed = isPostponed;
      render();
    },
    showBank(isOpen) {
      local.isInBank = isOpen;
      render();
    },
    paid(text) {
      notice = text;
      local.isInBank = false;
      void refresh().finally(render);
    },
    answered(authenticationId, text) {
      answered.add(authenticationId);
      notice = text;
      render();
    },
    announce(text) {
      announcer.textContent = text;
    },
    takeNotice() {
      const text = notice;
      notice = '';
      return text;
    },
  };

  let failures = 0;
  /** @type {Promise<void> | null} */
  let refreshing = null;

  /** One question at a time: who asks while one is under way gets its answer. */
  function refresh() {
    refreshing ??= ask().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  async function ask() {
    try {
      device = await api.connect();
      failures = 0;
      if (device.wallet === 'onProvisioningRequired' && local.isEligible === null) local.isEligible = await api.isEligible();
    } catch {
      failures += 1;
    }
    const text = failures >= FAILURES_TOLD ? texts.offline : '';
    if (offline.textContent !== text) offline.textContent = text;
  }

  let timer = 0;
  async function poll() {
    window.clearTimeout(timer);
    await refresh();
    render();
    window.clearTimeout(timer);
    if (document.visibilityState === 'visible') timer = window.setTimeout(() => void poll(), POLL_MS);
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void poll();
    else window.clearTimeout(timer);
  });

  render();
  void poll();
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
