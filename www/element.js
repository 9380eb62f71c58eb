// @ts-check
/**
 * The custom element: its life in the page, the options, the events. The rules and the screens are in the wasm, which
 * `start` runs in this element's shadow root; `src/bindings.rs` is the other side of that border.
 */
import { bare } from './bare.js';
import { engine, nearestLanguage, style, texts as localeTexts } from './load.js';
import { OnboardingError } from './errors.js';
import { joinTabs } from './tabs.js';

/** Options that are also attributes, in kebab-case; `language` is one too, read where it is asked for. */
const ATTRIBUTES = ['endpoint', 'codeTemplate', 'appLink', 'appStoreUrl', 'playStoreUrl', 'helpUrl', 'privacyUrl'];

/** What is said where the module does not run: its own texts may be what is missing. */
const FALLBACK = {
  en: ['This form is not working at the moment. What you have sent is kept.', 'Try again'],
  fr: ['Ce formulaire ne fonctionne pas pour le moment. Ce que vous avez envoyé est conservé.', 'Réessayer'],
};

// Where there is no page (a server that renders), the module can be imported and does nothing.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

export class XpollensOnboardingElement extends Base {
  static observedAttributes = ['language'];

  /** @type {ShadowRoot | undefined} */
  #root;
  /** @type {import('./wasm/module.js').Handle | undefined} */
  #handle;
  /** Forgets this element with the engine it runs on. */
  #leave = () => {};
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

  /** @param {Record<string, any>} options as for `mount`; read at the next start */
  set options(options) {
    this.#options = bare(options);
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
    this.#root ??= this.attachShadow(/** @type {ShadowRootInit} */ (bare({ mode: 'open' })));
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
    // No array is taken apart here, for that asks an iterator for a `return`, which a page may have given to all objects.
    const loaded = await Promise.all([engine(), style(), this.#speech()]);
    const { start, guests } = loaded[0];
    // Loaded beside the others; asked for again because another language may be wanted by now.
    const { language, texts } = await this.#speech();
    if (life !== this.#life) return;
    const hadFocus = root.activeElement;
    root.replaceChildren();
    root.adoptedStyleSheets = [loaded[1]];
    const fail = (/** @type {OnboardingError} */ crash) => this.#fail(crash);
    guests.add(fail);
    this.#leave = () => guests.delete(fail);
    try {
      const tell = (/** @type {Map<string, any>} */ event) => {
        if (event.get('type') === 'title') this.#title(event.get('word'));
        else queueMicrotask(() => this.#tell(/** @type {any} */ (Object.fromEntries(event))));
      };
      const join = (/** @type {Parameters<typeof joinTabs>} */ ...place) => (this.#leaveTabs = joinTabs(...place));
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
    this.#life += 1;
    this.#leave();
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

  /**
   * Shows that the module does not run here: it could not start, or it crashed.
   *
   * @param {unknown} error
   */
  #fail(error) {
    this.#life += 1;
    this.#leave();
    this.#leaveTabs();
    this.#title();
    this.#handle = undefined;
    const root = /** @type {ShadowRoot} */ (this.#root);
    const hadFocus = root.activeElement;
    const known = this.#tellError(error);
    // An integrator without a listener must see it too; it holds nothing personal.
    console.error(known);
    const language = nearestLanguage(this.#wanted());
    const words = FALLBACK[language];
    const screen = create('div', 'root screen', '');
    screen.lang = language;
    const text = create('p', 'notice', words[0]);
    text.tabIndex = -1;
    text.role = 'alert';
    const button = create('button', 'button primary', words[1]);
    button.addEventListener('click', () => this.#start());
    screen.append(text, ...(known.retryable ? [button] : []));
    root.replaceChildren(screen);
    if (hadFocus) text.focus();
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
