// @ts-check
/**
 * The custom element: its life in the page, the options, the events. The rules and the screens are in the wasm, which
 * `start` runs in this element's shadow root; `src/bindings.rs` is the other side of that border.
 */
import { engine, nearestLanguage, style, texts as localeTexts } from './load.js';
import { OnboardingError } from './errors.js';

/** Options that are also attributes, in kebab-case; `language` is one too, read where it is asked for. */
const ATTRIBUTES = {
  endpoint: 'endpoint',
  'code-template': 'codeTemplate',
  'app-link': 'appLink',
  'app-store-url': 'appStoreUrl',
  'play-store-url': 'playStoreUrl',
  'help-url': 'helpUrl',
  'privacy-url': 'privacyUrl',
};

/** What is said when even the texts could not be loaded. */
const FALLBACK = {
  en: ['This form could not be loaded. Nothing was lost.', 'Try again'],
  fr: ["Ce formulaire n'a pas pu être chargé. Rien n'a été perdu.", 'Réessayer'],
};

// Where there is no page (a server that renders), the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

export class XpollensOnboardingElement extends Base {
  static observedAttributes = ['language'];

  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {import('./wasm/module.js').Handle | undefined} */
  #handle;
  /** Grows with each start and stop: what was begun under an earlier number is out of date. */
  #life = 0;
  #isRunning = false;
  /** @type {Record<string, any>} */
  #options = {};
  /** The language asked for last, over options and attribute; kept while the element is out of the page. */
  #language = '';

  /** @param {Record<string, any>} options as for `mount`; read at the next start */
  set options(options) {
    this.#options = { ...options };
  }

  get options() {
    return { ...this.#options };
  }

  connectedCallback() {
    // A move within the page disconnects and connects again: the running module goes along.
    if (!this.#isRunning) this.#start();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  /**
   * @param {string} _name
   * @param {string | null} former
   * @param {string | null} value
   */
  attributeChangedCallback(_name, former, value) {
    if (former !== value) this.speak(value ?? '');
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
    const life = ++this.#life;
    this.#root ??= this.attachShadow({ mode: 'open' });
    this.#root.replaceChildren();
    this.#run(this.#root, life).catch((error) => {
      if (life === this.#life) this.#fail(error);
    });
  }

  /**
   * @param {ShadowRoot} root
   * @param {number} life
   */
  async #run(root, life) {
    const options = this.#allOptions();
    const { getToken, texts: _texts, ...plain } = options;
    if (getToken !== undefined && typeof getToken !== 'function') {
      throw new OnboardingError('invalid_option', `Option "getToken" is a ${typeof getToken}; expected a function.`);
    }
    const [start, sheet] = await Promise.all([engine(), style(), this.#speech()]);
    // Loaded beside the others; asked for again because another language may be wanted by now.
    const { language, texts } = await this.#speech();
    if (life !== this.#life) return;
    root.adoptedStyleSheets = [sheet];
    try {
      this.#handle = start(root, { ...plain, language }, texts, getToken, (/** @type {any} */ event) => {
        queueMicrotask(() => this.#tell(event));
      });
    } catch (cause) {
      if (typeof cause === 'string') throw new OnboardingError('invalid_option', cause);
      throw cause;
    }
  }

  #stop() {
    this.#isRunning = false;
    this.#life += 1;
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle) {
      handle.stop();
      handle.free();
    }
    this.#root?.replaceChildren();
  }

  #allOptions() {
    /** @type {Record<string, any>} */
    const options = {};
    for (const [attribute, name] of Object.entries(ATTRIBUTES)) {
      const value = this.getAttribute(attribute);
      if (value !== null) options[name] = value;
    }
    Object.assign(options, this.#options);
    return options;
  }

  /** The language asked for, else the page's, else the browser's. */
  #wanted() {
    const asked = this.#language || this.#options.language || this.getAttribute('language');
    return asked || this.closest('[lang]')?.getAttribute('lang') || navigator.language || 'en';
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
    for (const [key, words] of Object.entries(own)) {
      if (!Object.hasOwn(texts, key)) {
        throw new OnboardingError('invalid_option', `Option "texts" has the unknown key "${key}"; see locales/en.json.`);
      }
      if (typeof words !== 'string') {
        throw new OnboardingError('invalid_option', `Option "texts" has no text for "${key}"; expected a string.`);
      }
    }
    return { ...texts, ...own };
  }

  /** @param {{ type: string }} event */
  #tell({ type, ...detail }) {
    this.dispatchEvent(new CustomEvent(`onboarding-${type}`, { detail, bubbles: true, composed: true }));
  }

  /** @param {unknown} error */
  #tellError(error) {
    const known =
      error instanceof OnboardingError
        ? error
        : new OnboardingError('internal', 'The module failed.', { cause: error });
    const { code, retryable, requestId } = known;
    this.#tell(/** @type {any} */ ({ type: 'error', code, retryable, requestId, error: known }));
    return known;
  }

  /** @param {unknown} error */
  #fail(error) {
    const known = this.#tellError(error);
    // An integrator without a listener must see it too; it holds nothing personal.
    console.error(known);
    const language = nearestLanguage(String(this.#wanted()));
    const [sentence, again] = FALLBACK[language];
    const text = document.createElement('p');
    text.setAttribute('role', 'alert');
    text.textContent = sentence;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = again;
    button.addEventListener('click', () => this.#start(), { once: true });
    this.#root?.replaceChildren(text, ...(known.retryable ? [button] : []));
  }
}
