// @ts-check
/**
 * The custom element: its life in the page, the options, the events. The rules and the screens are in the wasm, which
 * `start` runs in this element's shadow root; `src/bindings.rs` is the other side of that border.
 */
import { bare } from './bare.js';
import { OnboardingError } from './errors.js';
import { engine, nearestLanguage, styleSheet, texts as localeTexts } from './load.js';
import { joinTabs } from './tabs.js';

/** Options that are also attributes, in kebab-case; `language` is one too, read where it is asked for. */
const ATTRIBUTES = ['endpoint', 'codeTemplate', 'appLink', 'appStoreUrl', 'playStoreUrl', 'helpUrl', 'privacyUrl'];

/** What is said while the module loads and where it does not run: its own texts may be what is missing. */
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

/** After this the customer and the page are told that loading takes long. */
const SLOW_MS = 5_000;

/**
 * Marks an element that `mount` made. A copy that the page makes of it (a page cache of Turbo or htmx) has the mark and no
 * options.
 */
export const MOUNTED = 'data-mounted';

// Where there is no page (a server that renders), the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

export class XpollensOnboardingElement extends Base {
  static observedAttributes = ['language'];

  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {import('./wasm/module.js').Handle | undefined} */
  #handle;
  /** Tells that loading takes long. @type {ReturnType<typeof setTimeout> | undefined} */
  #slow;
  #hasFailed = false;
  /** Grows with each start and stop: what was begun under an earlier number is out of date. */
  #life = 0;
  #isRunning = false;
  /** Gives up the place among the tabs, which the engine does itself unless it crashed. */
  #leaveTabs = () => {};
  /** What stands in front of the page's title. */
  #mark = '';
  /** @type {Record<string, any>} */
  #options = bare({});
  /** The language asked for last, over options and attribute; kept while the element is out of the page. */
  #language = '';

  /** @param {Record<string, any>} options as for `mount`; read once the module has loaded, and at the next start */
  set options(options) {
    this.#options = bare(options);
    if (this.#hasFailed) this.#start();
  }

  get options() {
    return { ...this.#options };
  }

  connectedCallback() {
    // Set before the tag was defined, they are a property of the element's own, which hides the one of its class.
    if (Object.hasOwn(this, 'options')) {
      const { options } = this;
      delete (/** @type {any} */ (this).options);
      this.options = options;
    }
    // What the page caches is a dead copy: the page mounts again, beside it.
    if (this.hasAttribute(MOUNTED) && Object.keys(this.#options).length === 0) return queueMicrotask(() => this.remove());
    // A move within the page disconnects and connects again: the running module goes along.
    if (!this.#isRunning) this.#start();
  }

  /** In another document, such as that of a frame, the sheets of the first one are gone. */
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
   * Speaks another language from now on. Nothing typed is lost.
   *
   * @param {string} language a BCP 47 tag; an empty one leaves the choice to the page
   */
  async speak(language) {
    this.#language = language;
    if (!this.#handle) return; // The start, now or later, reads it.
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

  /** Gives the shadow root the style sheet of the document that it is in. */
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
    // No array is taken apart here, for that asks an iterator for a `return`, which a page may have given to all objects.
    const loaded = await Promise.all([engine(onCrash), this.#speech()]);
    // Loaded beside the other; asked for again because another language may be wanted by now.
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
    // From the button that tried again.
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
   * Puts a word in front of the page's title, in place of an earlier one. What the page made of its title meanwhile stays.
   *
   * @param {string} [word] none takes the earlier one away
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
    // As attributes are: there is yes, whatever it says but `false`, which some frameworks write.
    const announces = this.getAttribute('announce-in-title');
    if (announces !== null) options.announceInTitle = announces !== 'false';
    Object.assign(options, this.#options);
    return options;
  }

  /** The language asked for, else the page's, else the browser's. */
  #wanted() {
    const asked = this.#language || this.#options.language || this.getAttribute('language');
    return asked || this.#inheritedLanguage() || navigator.language || 'en';
  }

  /** The nearest `lang` above, also above the shadow roots that this element is in. */
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

  /** The texts of the language that is wanted once they are loaded: it may change meanwhile. */
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
   * The texts with the integrator's own words in place of some.
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

  /** Shows a frame with a status at once, and says so when loading takes long. */
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
   * Shows that the module does not run here: it could not start, or it crashed.
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
    // An integrator without a listener must see it too; it holds nothing personal.
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
   * A screen in the frame of the module's own.
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
 * An element with a text, also where an element of the page is called `createElement`.
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
