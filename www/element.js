// @ts-check
/**
 * The custom element: its life cycle, its options, its events. The rules and the screens are in the wasm, which `start`
 * runs in this element's shadow root. `src/bindings.rs` is the other side of that border.
 */
import { bare } from './bare.js';
import { OnboardingError } from './errors.js';
import { engine, nearestLanguage, styleSheet, texts as localeTexts } from './load.js';
import { joinTabs } from './tabs.js';

/** Options that are also attributes, in kebab-case. `language` is another one, which is read where it is needed. */
const ATTRIBUTES = ['endpoint', 'codeTemplate', 'appLink', 'appStoreUrl', 'playStoreUrl', 'helpUrl', 'privacyUrl'];

/** Texts while the module loads or cannot run. Its own texts may not be available then. */
const WORDS = {
  en: {
    loading: 'Loading…',
    slow: 'Loading takes longer than usual. Please stay on this page.',
    failed: 'This form is not working at the moment. What you have sent is kept.',
    again: 'Try again',
  },
  fr: {
    loading: 'Chargement…',
    slow: 'Le chargement prend plus de temps que d’habitude. Restez sur cette page.',
    failed: 'Ce formulaire ne fonctionne pas pour le moment. Ce que vous avez envoyé est conservé.',
    again: 'Réessayer',
  },
};

/** Delay after which customer and page learn that loading takes long, in milliseconds. */
const SLOW_MS = 5_000;

/**
 * Marks an element that `mount` made. A copy that a page cache (Turbo, htmx) makes of it has the mark but no options.
 */
export const MOUNTED = 'data-mounted';

// Without a page (on a server that renders), the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

export class XpollensOnboardingElement extends Base {
  static observedAttributes = ['language'];

  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {import('./wasm/module.js').Handle | undefined} */
  #handle;
  /** Reports that loading takes long. @type {ReturnType<typeof setTimeout> | undefined} */
  #slow;
  #hasFailed = false;
  /** Grows with each start and stop. Work that began under an earlier number is out of date. */
  #life = 0;
  #isRunning = false;
  /** Leaves the channel of the tabs after a crash. Otherwise the engine does so itself. */
  #leaveTabs = () => {};
  /** The word in front of the page's title. */
  #mark = '';
  /** @type {Record<string, any>} */
  #options = bare({});
  /** The last language passed to `speak`. It overrides options and attribute, and is kept while the element is out of the page. */
  #language = '';

  /** @param {Record<string, any>} options as for `mount`; read when the module has loaded, and at the next start */
  set options(options) {
    this.#options = bare(options);
    if (this.#hasFailed) this.#start();
  }

  get options() {
    return { ...this.#options };
  }

  connectedCallback() {
    // Options set before the tag was defined are an own property, which hides the property of the class.
    if (Object.hasOwn(this, 'options')) {
      const { options } = this;
      delete (/** @type {any} */ (this).options);
      this.options = options;
    }
    // A page cache restored a dead copy. The page mounts again beside it.
    if (this.hasAttribute(MOUNTED) && Object.keys(this.#options).length === 0) return queueMicrotask(() => this.remove());
    // A move within the page disconnects and connects again. The running module stays.
    if (!this.#isRunning) this.#start();
  }

  /** In another document, such as that of a frame, the style sheets of the first one do not apply. */
  adoptedCallback() {
    this.#dress();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  /**
   * @param {string} _name
   * @param {string | null} previous
   * @param {string | null} value
   */
  attributeChangedCallback(_name, previous, value) {
    if (previous !== value) this.speak(value ?? '');
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
      if (life === this.#life) this.#handle?.speak(spoken.language, spoken.texts);
    } catch (error) {
      this.#tellError(error);
    }
  }

  #start() {
    this.#isRunning = true;
    this.#hasFailed = false;
    const life = ++this.#life;
    this.#root ??= this.attachShadow(/** @type {ShadowRootInit} */ (bare({ mode: 'open' })));
    this.#dress();
    this.#showLoading();
    this.#run(this.#root, life).catch((error) => {
      if (life === this.#life) this.#fail(error);
    });
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
    // No array destructuring here: its iterator would use a `return` that a page may have added to all objects.
    const loaded = await Promise.all([engine(onCrash), this.#speech()]);
    // Loaded in parallel above. Requested again because the language may have changed meanwhile.
    const { language, texts } = await this.#speech();
    if (life !== this.#life) return;
    const { getToken, texts: _texts, ...plain } = this.#allOptions();
    if (getToken !== undefined && typeof getToken !== 'function') {
      throw new OnboardingError('invalid_option', `Option "getToken" is a ${typeof getToken}; expected a function.`);
    }
    const hadFocus = root.activeElement;
    clearTimeout(this.#slow);
    root.replaceChildren();
    try {
      const tell = (/** @type {Map<string, any>} */ event) => {
        if (event.get('type') === 'title') this.#title(event.get('word'));
        else queueMicrotask(() => this.#tell(/** @type {any} */ (Object.fromEntries(event))));
      };
      const join = (/** @type {Parameters<typeof joinTabs>} */ ...place) => (this.#leaveTabs = joinTabs(...place));
      const start = loaded[0];
      this.#handle = start(root, { ...plain, language }, texts, getToken, tell, join);
    } catch (cause) {
      if (typeof cause === 'string') throw new OnboardingError('invalid_option', cause);
      throw cause;
    }
    // The focus was on the button that tried again.
    if (hadFocus) root.getElementById('heading')?.focus();
  }

  #stop() {
    this.#isRunning = false;
    this.#hasFailed = false;
    this.#life += 1;
    clearTimeout(this.#slow);
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle) {
      handle.stop();
      handle.free();
    }
    this.#title();
    this.#root?.replaceChildren();
  }

  /**
   * Puts a word in front of the page's title, replacing an earlier one. Changes that the page made to its title
   * meanwhile are kept.
   *
   * @param {string} [word] without it, the earlier one is removed
   */
  #title(word) {
    if (this.#mark) document.title = document.title.replace(this.#mark, '');
    this.#mark = word ? `${word} · ` : '';
    if (word) document.title = this.#mark + document.title;
  }

  #allOptions() {
    const options = bare({});
    for (const name of ATTRIBUTES) {
      const value = this.getAttribute(name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`));
      if (value !== null) options[name] = value;
    }
    // Like other attributes: its presence means yes, whatever its value, except `false`, which some frameworks write.
    const announces = this.getAttribute('announce-in-title');
    if (announces !== null) options.announceInTitle = announces !== 'false';
    Object.assign(options, this.#options);
    return options;
  }

  /** The requested language, else the page's, else the browser's. */
  #wanted() {
    const asked = this.#language || this.#options.language || this.getAttribute('language');
    return asked || this.#inheritedLanguage() || navigator.language || 'en';
  }

  /** The nearest `lang` above this element, across shadow roots. */
  #inheritedLanguage() {
    /** @type {Element | undefined} */
    let from = this;
    while (from) {
      const nearest = from.closest('[lang]');
      if (nearest) return nearest.getAttribute('lang');
      from = /** @type {ShadowRoot} */ (from.getRootNode()).host;
    }
    return '';
  }

  /** The texts of the wanted language, which may change while they load. */
  async #speech() {
    for (;;) {
      const wanted = this.#wanted();
      if (typeof wanted !== 'string') {
        throw new OnboardingError('invalid_option', `Option "language" is a ${typeof wanted}; expected a string.`);
      }
      const texts = await localeTexts(wanted);
      if (wanted === this.#wanted()) return { language: nearestLanguage(wanted), texts: this.#reworded(texts) };
    }
  }

  /**
   * The texts, with those that the integrator replaced.
   *
   * @param {Record<string, string>} texts
   */
  #reworded(texts) {
    const own = this.#options.texts ?? {};
    if (typeof own !== 'object') {
      throw new OnboardingError('invalid_option', `Option "texts" is a ${typeof own}; expected an object of texts.`);
    }
    for (const key of Object.keys(own)) {
      const words = own[key];
      if (!Object.hasOwn(texts, key)) {
        throw new OnboardingError('invalid_option', `Option "texts" has the unknown key "${key}"; see locales/en.json.`);
      }
      if (typeof words !== 'string') {
        throw new OnboardingError('invalid_option', `Option "texts" has no text for "${key}"; expected a string.`);
      }
    }
    return { ...texts, ...own };
  }

  /** @param {Record<string, any>} event */
  #tell({ type, ...detail }) {
    this.dispatchEvent(new CustomEvent(`onboarding-${type}`, bare({ detail, bubbles: true, composed: true })));
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
    const words = this.#words();
    const text = create('p', 'loading', words.loading);
    text.role = 'status';
    text.tabIndex = -1;
    root.replaceChildren(this.#screen(text));
    if (hadFocus) text.focus();
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => {
      text.textContent = words.slow;
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
    clearTimeout(this.#slow);
    this.#leaveTabs();
    this.#title();
    this.#handle = undefined;
    const root = /** @type {ShadowRoot} */ (this.#root);
    const hadFocus = root.activeElement;
    const known = this.#tellError(error);
    // Integrators without a listener must see the error too. It contains nothing personal.
    console.error(known);
    const words = this.#words();
    const text = create('p', 'notice', words.failed);
    text.tabIndex = -1;
    text.role = 'alert';
    const button = create('button', 'button primary', words.again);
    button.addEventListener('click', () => this.#start());
    root.replaceChildren(this.#screen(text, ...(known.retryable ? [button] : [])));
    if (hadFocus) text.focus();
  }

  #words() {
    return WORDS[nearestLanguage(this.#wanted())];
  }

  /**
   * A screen in the module's own frame.
   *
   * @param {...HTMLElement} parts
   */
  #screen(...parts) {
    const root = create('div', 'root', '');
    root.lang = nearestLanguage(this.#wanted());
    const panel = create('div', 'panel alone', '');
    const screen = create('div', 'screen', '');
    screen.append(...parts);
    panel.append(screen);
    root.append(panel);
    return root;
  }
}

/**
 * An element with a text. It also works on a page with an element named `createElement`.
 *
 * @param {string} tag
 * @param {string} names of classes
 * @param {string} text
 */
function create(tag, names, text) {
  const element = Document.prototype.createElement.call(document, tag);
  element.className = names;
  element.textContent = text;
  return element;
}
