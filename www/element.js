// @ts-check
/**
 * The custom element: its life cycle, its options, its events. The rules and the screens are in the wasm, which `start`
 * runs in this element's shadow root. `src/bindings.rs` is the other side of that border.
 */
import { bare } from './bare.js';
import { OnboardingError } from './errors.js';
import { engine, styleSheet } from './load.js';
import { ATTRIBUTES, LIVE, OPTIONS, advise, allOptions, attributeOptions, changedOptions, invalid, wrongType } from './options.js';
import { create, screen } from './screen.js';
import { firstSpeech, loadSpeech, wantedLanguage } from './speech.js';
import { joinTabs } from './tabs.js';
import { PageTitle } from './title.js';

/** Delay after which the developer learns what the element waits for, in milliseconds. */
const WAITING_MS = 1_000;
/** Delay after which customer and page learn that loading takes long, in milliseconds. */
const SLOW_MS = 5_000;

/**
 * Marks an element that `mount` made. A copy that a page cache (Turbo, htmx) makes of it has the mark but no options.
 */
export const MOUNTED = 'data-mounted';

// Without a page (on a server that renders), the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

export class XpollensOnboardingElement extends Base {
  static observedAttributes = ATTRIBUTES;

  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {import('./wasm/module.js').Handle | undefined} */
  #handle;
  /** Reports that something takes long. @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #hasFailed = false;
  /** Whether the customer has seen a screen of their onboarding. From then on, only some options can change. */
  #isShown = false;
  /** Grows with each start and stop. Work that began under an earlier number is out of date. */
  #life = 0;
  #isRunning = false;
  /** Whether a restart with new options is scheduled. */
  #isRestarting = false;
  /** Leaves the channel of the tabs after a crash. Otherwise the engine does so itself. */
  #leaveTabs = () => {};
  #title = new PageTitle();
  /** @type {Record<string, any>} */
  #options = bare({});
  /** The last language passed to `speak`. It overrides options and attribute, and is kept while the element is out of the page. */
  #language = '';

  /** @param {Record<string, any>} options as for `mount`; they replace all earlier ones */
  set options(options) {
    const names = changedOptions(this.#options, (this.#options = bare(options)));
    if (names.includes('language')) this.#language = '';
    if (this.#isRunning) this.#change(names);
  }

  get options() {
    return { ...this.#options };
  }

  connectedCallback() {
    this.#takeEarlierProperties();
    // A page cache restored a dead copy. The page mounts again beside it.
    if (this.hasAttribute(MOUNTED) && Object.keys(this.#options).length === 0) return queueMicrotask(() => this.remove());
    // A move within the page disconnects and connects again. The running module stays.
    if (!this.#isRunning) this.#start();
  }

  /** Options set before the tag was defined are own properties, which hide those of the class. */
  #takeEarlierProperties() {
    const element = /** @type {Record<string, any>} */ (/** @type {unknown} */ (this));
    for (const name of ['options', ...OPTIONS]) {
      if (Object.hasOwn(element, name)) {
        const value = element[name];
        delete element[name];
        element[name] = value;
      }
    }
  }

  /** In another document, such as that of a frame, the style sheets of the first one do not apply. */
  adoptedCallback() {
    this.#dress();
    const { defaultView } = this.ownerDocument;
    // A frame that is removed disconnects nothing in it.
    if (defaultView !== window) defaultView?.addEventListener('pagehide', () => setTimeout(() => this.#stopIfGone()));
  }

  disconnectedCallback() {
    queueMicrotask(() => this.#stopIfGone());
  }

  #stopIfGone() {
    if (!this.isConnected || !this.ownerDocument.defaultView) this.#stop();
  }

  /**
   * @param {string} name
   * @param {string | null} previous
   * @param {string | null} value
   */
  attributeChangedCallback(name, previous, value) {
    if (previous === value) return;
    if (name === 'language') this.speak(value ?? '');
    else if (this.#isRunning) this.#change([name]);
  }

  /**
   * Options and attributes may change in any order until the customer has seen a screen.
   *
   * @param {string[]} names of the options that changed
   */
  #change(names) {
    if (names.length === 0) return;
    if (!this.#isShown || this.#hasFailed) return this.#restart();
    const late = names.filter((name) => !LIVE.includes(name));
    if (late.length > 0) {
      advise(`${late.join(', ')} changed after the first screen: mount the element again.`);
    }
    if (names.some((name) => name === 'language' || name === 'texts' || name === 'locale')) this.speak(this.#language);
  }

  /** Starts again, once for all options that change together. */
  #restart() {
    if (this.#isRestarting) return;
    this.#isRestarting = true;
    queueMicrotask(() => {
      this.#isRestarting = false;
      if (!this.#isRunning) return;
      this.#stop();
      this.#start();
    });
  }

  /**
   * Changes the language. Typed text is kept.
   *
   * @param {string} language a BCP 47 tag; an empty one leaves the choice to the page
   */
  async speak(language) {
    this.#language = language;
    if (!this.#handle) return; // The next start reads it.
    const life = this.#life;
    try {
      const spoken = await this.#speech();
      if (life !== this.#life) return;
      this.#handle?.speak(spoken.language, spoken.texts);
      this.#setDirection(spoken.dir);
    } catch (error) {
      this.#tellError(error);
    }
  }

  #start() {
    this.#isRunning = true;
    this.#hasFailed = false;
    this.#isShown = false;
    const life = ++this.#life;
    this.#root ??= this.attachShadow(/** @type {ShadowRootInit} */ (bare({ mode: 'open' })));
    this.#dress();
    this.#showLoading();
    if (this.#waits()) return;
    this.#run(this.#root, life).catch((error) => {
      if (life === this.#life) this.#fail(error);
    });
  }

  /** Whether a required option is missing. With `mount`, which gets all options at once, that is an error. */
  #waits() {
    if (this.hasAttribute(MOUNTED) || Object.hasOwn(this.#allOptions(), 'endpoint')) return false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      advise('The element waits for the option "endpoint".');
    }, WAITING_MS);
    return true;
  }

  /** Gives the shadow root the style sheet of its document. */
  #dress() {
    const sheet = styleSheet(this.ownerDocument);
    if (sheet && this.#root) this.#root.adoptedStyleSheets = [sheet];
  }

  /**
   * @param {ShadowRoot} root
   * @param {number} life
   */
  async #run(root, life) {
    const onCrash = (/** @type {OnboardingError} */ crash) => {
      if (life === this.#life) this.#fail(crash);
    };
    const onJavaScript = (/** @type {string} */ reason) => {
      if (life === this.#life) this.#tell({ type: 'runtime', runtime: 'javascript', reason });
    };
    // No array destructuring here: its iterator would use a `return` that a page may have added to all objects.
    const loaded = await Promise.all([engine(this.#allOptions(), onCrash, onJavaScript), this.#speech()]);
    // Loaded in parallel above. Requested again because the language may have changed meanwhile.
    const { language, texts, dir } = await this.#speech();
    if (life !== this.#life) return;
    const { getToken, texts: _texts, locale: _locale, wasmUrl: _wasmUrl, engineUrl: _engineUrl, ...plain } = this.#allOptions();
    if (getToken !== undefined && typeof getToken !== 'function') throw wrongType('getToken', getToken, 'a function');
    const hadFocus = root.activeElement;
    clearTimeout(this.#timer);
    root.replaceChildren();
    try {
      const join = (/** @type {Parameters<typeof joinTabs>} */ ...place) => (this.#leaveTabs = joinTabs(...place));
      const start = loaded[0];
      // Frameworks set another function at each rendering. The newest one is called.
      const ask = getToken && (() => (this.#options.getToken ?? getToken)());
      const hear = (/** @type {Map<string, any>} */ event) => this.#hear(event);
      this.#handle = start(root, { ...plain, language }, texts, ask, hear, join);
    } catch (cause) {
      if (typeof cause === 'string') throw invalid(cause);
      throw cause;
    }
    this.#setDirection(dir);
    // The focus was on the button that tried again.
    if (hadFocus) root.getElementById('heading')?.focus();
  }

  /** @param {string} dir */
  #setDirection(dir) {
    const drawn = /** @type {HTMLElement | null | undefined} */ (this.#root?.firstElementChild);
    if (drawn) drawn.dir = dir;
  }

  /** @param {Map<string, any>} event of the engine */
  #hear(event) {
    if (event.get('type') === 'title') return this.#title.mark(event.get('word'));
    if (event.get('type') === 'status') this.#isShown = true;
    queueMicrotask(() => this.#tell(/** @type {any} */ (Object.fromEntries(event))));
  }

  #stop() {
    this.#isRunning = false;
    this.#hasFailed = false;
    this.#life += 1;
    clearTimeout(this.#timer);
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle) {
      handle.stop();
      handle.free();
    }
    this.#title.mark();
    this.#root?.replaceChildren();
  }

  #allOptions() {
    return allOptions(attributeOptions(this), this.#options);
  }

  #wanted() {
    return wantedLanguage(this, this.#allOptions(), this.#language);
  }

  /** The texts of the wanted language, which may change while they load. */
  async #speech() {
    for (;;) {
      const wanted = this.#wanted();
      const speech = await loadSpeech(wanted, this.#allOptions());
      if (wanted === this.#wanted()) return speech;
    }
  }

  /** @param {Record<string, any>} event */
  #tell({ type, ...detail }) {
    if (detail.code === 'session_expired') this.#adviseOnSession();
    this.dispatchEvent(new CustomEvent(`onboarding-${type}`, bare({ detail, bubbles: true, composed: true })));
  }

  /** A function that is written into markup or rendered on a server never reaches the element. */
  #adviseOnSession() {
    const { token, getToken } = this.#options;
    if (token || getToken || this.#isShown) return;
    advise('The session was refused. The element has neither "getToken" nor "token".');
  }

  /** @param {unknown} error */
  #tellError(error) {
    const known =
      error instanceof OnboardingError
        ? error
        : new OnboardingError('internal', 'The module failed.', false, error);
    const { code, retryable, requestId } = known;
    this.#tell({ type: 'error', code, retryable, requestId, error: known });
    return known;
  }

  /** Shows a frame with a status at once, and announces when loading takes long. */
  #showLoading() {
    const root = /** @type {ShadowRoot} */ (this.#root);
    const hadFocus = root.activeElement;
    const { language, texts } = this.#firstSpeech();
    const text = create('p', 'loading', texts['first.loading']);
    text.role = 'status';
    text.tabIndex = -1;
    root.replaceChildren(screen(language, text));
    if (hadFocus) text.focus();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      text.textContent = texts['first.slow'];
      this.#tell({ type: 'slow' });
    }, SLOW_MS);
  }

  /**
   * Shows that the module does not run: it could not start, or it crashed.
   *
   * @param {unknown} error
   */
  #fail(error) {
    this.#life += 1;
    this.#hasFailed = true;
    clearTimeout(this.#timer);
    this.#leaveTabs();
    this.#title.mark();
    this.#handle = undefined;
    const root = /** @type {ShadowRoot} */ (this.#root);
    const hadFocus = root.activeElement;
    const known = this.#tellError(error);
    // Integrators without a listener must see the error too. It contains nothing personal.
    console.error(known);
    const { language, texts } = this.#firstSpeech();
    const text = create('p', 'notice', texts['first.failed']);
    text.tabIndex = -1;
    text.role = 'alert';
    const button = create('button', 'button primary', texts['first.again']);
    button.addEventListener('click', () => this.#start());
    root.replaceChildren(screen(language, text, ...(known.retryable ? [button] : [])));
    if (hadFocus) text.focus();
  }

  #firstSpeech() {
    return firstSpeech(this.#wanted(), this.#allOptions());
  }
}

/** A property for each option, as frameworks set them, one by one. */
for (const name of OPTIONS) {
  Object.defineProperty(
    XpollensOnboardingElement.prototype,
    name,
    bare({
      configurable: true,
      enumerable: true,
      /** @this {XpollensOnboardingElement} */
      get() {
        return this.options[name];
      },
      /** @this {XpollensOnboardingElement} @param {unknown} value */
      set(value) {
        this.options = { ...this.options, [name]: value };
      },
    }),
  );
}
