// @ts-check
/**
 * The custom element: its life in the page, the options, the events. The rules and the screens are in the wasm, which
 * `start` runs in this element's shadow root; `src/bindings.rs` is the other side of that border.
 */
import { engine, nearestLanguage, style, texts as localeTexts } from './load.js';
import { OnboardingError } from './errors.js';

/** Options that are also attributes, in kebab-case. */
const ATTRIBUTES = {
  endpoint: 'endpoint',
  language: 'language',
  'code-template': 'codeTemplate',
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
    if (this.#handle && former !== value) this.speak(value ?? '');
  }

  /**
   * Speaks another language from now on. Nothing typed is lost.
   *
   * @param {string} language a BCP 47 tag
   */
  async speak(language) {
    const life = this.#life;
    try {
      const table = await this.#texts(language);
      if (life === this.#life) this.#handle?.speak(nearestLanguage(language), table);
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
    if (typeof options.language !== 'string') {
      throw new OnboardingError(
        'invalid_option',
        `Option "language" is a ${typeof options.language}; expected a string.`,
      );
    }
    const [start, sheet, table] = await Promise.all([engine(), style(), this.#texts(options.language)]);
    if (life !== this.#life) return;
    root.adoptedStyleSheets = [sheet];
    const language = nearestLanguage(options.language);
    try {
      this.#handle = start(root, { ...plain, language }, table, getToken, (/** @type {any} */ event) => {
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
    options.language ??= this.closest('[lang]')?.getAttribute('lang') ?? navigator.language ?? 'en';
    return options;
  }

  /** @param {string} language */
  async #texts(language) {
    return { ...(await localeTexts(language)), ...this.#options.texts };
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
    const language = nearestLanguage(this.#allOptions().language);
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
