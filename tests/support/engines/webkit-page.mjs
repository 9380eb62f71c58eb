// @ts-check
// A WebKit page with the playwright methods that the journey uses, so that `Desktop` drives it like the others. Roles
// and names come from the engine, as a screen reader gets them. `webdriver.mjs` makes the calls to the driver.

import { PATIENCE_MS } from '../patience.mjs';
import { until } from '../until.mjs';
import { WebDriverError, idOf, pause } from './webdriver.mjs';

/** Selectors of the elements that may have a role. The engine says whether an element has the name. */
const PLACES = {
  heading: 'h1, h2, h3, h4, h5, h6',
  button: 'button',
  textbox: 'input:not([type=radio], [type=checkbox], [role=combobox], [list]), textarea',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  combobox: 'select, [role=combobox], input[list]',
  option: '[role=option]',
  img: 'img, [role=img]',
  group: 'fieldset, [role=group]',
};
/** The protocol's names of keys without a character. */
const KEYS = { enter: '\uE007', control: '\uE009', none: '\uE000' };
const PRESSED = { Enter: KEYS.enter, Tab: '\uE004' };
const LABELLED = 'input, select, textarea';
const OUT_OF_REACH = 'cannot be touched';

/** Errors after which the action is repeated: the element disappeared, moved or was covered meanwhile, or the page was still loading. */
const PASSING = new Set([
  'stale element reference',
  'no such element',
  'element not interactable',
  'element click intercepted',
  'timeout',
]);

/**
 * @typedef {import('./webdriver.mjs').WebDriver} WebDriver
 * @typedef {Record<string, string>} Reference an element as the protocol names it
 * @typedef {{ name?: string | RegExp, exact?: boolean }} Named
 */

/** A page. */
export class WebKitPage {
  #driver;

  /** @param {WebDriver} driver */
  constructor(driver) {
    this.#driver = driver;
  }

  /** What has the focus takes the keys. */
  keyboard = {
    /** @param {string} text typed key by key */
    type: (text) => this.#strike([...text]),
    /** @param {keyof typeof PRESSED} key */
    press: (key) => this.#strike([PRESSED[key]]),
  };

  /** @param {string[]} keys as the protocol names them */
  #strike(keys) {
    const actions = keys.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    return this.#driver.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** @param {string} url */
  goto(url) {
    return this.#driver.post('/url', { url });
  }

  /**
   * @param {Function} script
   * @param {unknown} [arg]
   */
  evaluate(script, arg) {
    return this.#driver.run(script, arg);
  }

  /**
   * Gives the content of the window a size. The window is larger by its frame, and stays wider than its tools are.
   * @param {{ width: number, height: number }} wanted
   */
  async setViewportSize(wanted) {
    const size = await this.#driver.run(readSize);
    const previous = await this.#driver.get('/window/rect');
    const frame = { width: previous.width - size.width, height: previous.height - size.height };
    const isChanged = size.width !== wanted.width || size.height !== wanted.height;
    await this.#driver.post('/window/rect', { width: wanted.width + frame.width, height: wanted.height + frame.height });
    // The window hears of it later, and the page after it.
    await until(`the window is ${wanted.width} by ${wanted.height}`, async () => {
      const { width, height } = await this.#driver.run(readSize);
      const window = await this.#driver.get('/window/rect');
      const isMoved = window.width !== previous.width || window.height !== previous.height;
      return isMoved === isChanged && width + frame.width === window.width && height + frame.height === window.height;
    });
  }

  /** The window's content: a PNG file. */
  async screenshot() {
    return Buffer.from(await this.#driver.get('/screenshot'), 'base64');
  }

  /**
   * @param {keyof typeof PLACES} role
   * @param {Named} [named]
   */
  getByRole(role, named = {}) {
    return new WebKitLocator(this.#driver, () => this.#find(PLACES[role], named), `${role} ${named.name ?? ''}`);
  }

  /** @param {string} selector of one element, in any shadow root */
  locator(selector) {
    return new WebKitLocator(this.#driver, () => this.#find(selector, {}), selector);
  }

  /** @param {string} name */
  getByLabel(name) {
    return new WebKitLocator(this.#driver, () => this.#find(LABELLED, { name }), name);
  }

  /**
   * @param {string} place
   * @param {Named} named
   * @returns {Promise<Reference[]>}
   */
  async #find(place, { name, exact }) {
    /** @type {Reference[]} */
    const seen = await this.#driver.run(visibleElements, place);
    if (name === undefined) return seen;
    const labels = await Promise.all(seen.map((element) => this.#labelOf(element)));
    return seen.filter((_, index) => isNamed(labels[index] ?? '', name, exact));
  }

  /** @param {Reference} element */
  async #labelOf(element) {
    try {
      return await this.#driver.get(`/element/${idOf(element)}/computedlabel`);
    } catch (error) {
      if (isPassing(error)) return '';
      throw error;
    }
  }
}

/** Finds elements on a page. Each action searches again. */
class WebKitLocator {
  #driver;
  #find;
  #what;

  /**
   * @param {WebDriver} driver
   * @param {() => Promise<Reference[]>} find
   * @param {string} what description for messages
   */
  constructor(driver, find, what) {
    this.#driver = driver;
    this.#find = find;
    this.#what = what;
  }

  /** Resolves once the element is visible. */
  waitFor() {
    return this.#do(async () => {});
  }

  /** The elements that are visible now. */
  async all() {
    const found = await this.#find();
    return found.map((element) => new WebKitLocator(this.#driver, async () => [element], this.#what));
  }

  /**
   * The elements that this finds, else those that the other finds.
   * @param {WebKitLocator} other
   */
  or(other) {
    const either = async () => {
      const found = await this.#find();
      return found.length > 0 ? found : other.#find();
    };
    return new WebKitLocator(this.#driver, either, `${this.#what} or ${other.#what}`);
  }

  /** The first of the elements that this finds. */
  first() {
    return new WebKitLocator(this.#driver, async () => (await this.#find()).slice(0, 1), `the first ${this.#what}`);
  }

  click() {
    return this.#do((element) => this.#click(element));
  }

  check() {
    return this.#do(async (element) => {
      if (!(await this.#property(element, 'checked'))) await this.#click(element);
      if (!(await this.#property(element, 'checked'))) throw new Error(`${this.#what} was pressed and is not checked`);
    });
  }

  /** @param {string} text typed key by key after the present text */
  pressSequentially(text) {
    return this.#do((element) => this.#act(element, 'value', { text }));
  }

  /** @param {string} key `Enter`, or a letter with `Control+` */
  press(key) {
    const text = key === 'Enter' ? KEYS.enter : `${KEYS.control}${key.replace('Control+', '')}${KEYS.none}`;
    return this.pressSequentially(text);
  }

  inputValue() {
    return this.#do((element) => this.#property(element, 'value'));
  }

  /** @param {string} value typed key by key */
  fill(value) {
    return this.#do(async (element) => {
      // A suggestion may fill the field meanwhile. Then the text is typed again.
      for (let tries = 0; tries < 3 && (await this.#property(element, 'value')) !== value; tries += 1) {
        if (await this.#property(element, 'value')) await this.#act(element, 'clear');
        await this.#act(element, 'value', { text: value });
      }
    });
  }

  /** @param {{ label: string }} option */
  selectOption({ label }) {
    return this.#do(async (element) => {
      const option = await this.#driver.run(optionOf, element, label);
      if (!option) throw new Error(`${this.#what} has no option ${label}`);
      await this.#driver.run(intoWindow, element);
      await this.#act(option, 'click');
    });
  }

  /** As the page itself reads it: the driver's own text is empty while the element fades in. */
  innerText() {
    return this.evaluate(readText);
  }

  scrollIntoViewIfNeeded() {
    return this.evaluate(toMiddle);
  }

  /** @param {Function} script takes the element */
  evaluate(script) {
    return this.#do((element) => this.#driver.run(script, element));
  }

  /**
   * Does something with the only matching element, as soon as it exists and can be operated.
   * @template T
   * @param {(element: Reference) => Promise<T>} verb
   * @returns {Promise<T>}
   */
  async #do(verb) {
    const deadline = performance.now() + PATIENCE_MS;
    let why = '';
    for (;;) {
      try {
        const [element, another] = await this.#find();
        if (!element) why = 'is not there';
        if (another) throw new Error(`more than one ${this.#what} is on the page`);
        // An element that could not be operated may be outside the window, because the driver scrolls less than a
        // person does.
        if (element && why === OUT_OF_REACH) await this.#driver.run(toMiddle, element);
        if (element) return await verb(element);
      } catch (error) {
        if (!isPassing(error)) throw error;
        why = error.code === 'element not interactable' ? OUT_OF_REACH : String(error);
      }
      if (performance.now() > deadline) {
        const screen = await this.#driver.run(readScreen);
        throw new Error(`${this.#what}: ${why} after ${PATIENCE_MS} ms. The page shows: ${screen}`);
      }
      await pause();
    }
  }

  /**
   * On a page with `scroll-behavior: smooth` the driver scrolls slowly, and clicks while the element still moves.
   * @param {Reference} element
   */
  async #click(element) {
    await this.#driver.run(intoWindow, element);
    return this.#act(element, 'click');
  }

  /**
   * @param {Reference} element
   * @param {string} verb of the protocol
   * @param {object} [body]
   */
  #act(element, verb, body) {
    return this.#driver.post(`/element/${idOf(element)}/${verb}`, body);
  }

  /**
   * @param {Reference} element
   * @param {string} name
   */
  #property(element, name) {
    return this.#driver.get(`/element/${idOf(element)}/property/${name}`);
  }
}

/** @param {unknown} error @returns {error is WebDriverError} */
const isPassing = (error) => error instanceof WebDriverError && PASSING.has(error.code);

/**
 * Compares names as playwright does: white space does not matter, and without `exact` a part is enough, in any case.
 * @param {string} label
 * @param {string | RegExp} name
 * @param {boolean} [exact]
 */
function isNamed(label, name, exact) {
  const text = label.replaceAll(/\s+/g, ' ').trim();
  if (name instanceof RegExp) return name.test(text);
  return exact ? text === name : text.toLowerCase().includes(name.toLowerCase());
}

/**
 * Runs in the page: all visible elements, including those in shadow roots, in the order of the page.
 * @param {string} place
 */
function visibleElements(place) {
  /** @type {(root: Document | ShadowRoot) => Element[]} */
  const search = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches(place) && element.checkVisibility({ visibilityProperty: true }) ? [element] : []),
      ...(element.shadowRoot ? search(element.shadowRoot) : []),
    ]);
  return search(document);
}

/**
 * Runs in the page.
 * @param {HTMLElement} element
 */
const readText = (element) => element.innerText;

/** Runs in the page. The start is enough to recognise the screen. */
const readScreen = () => (document.querySelector('xpollens-onboarding')?.shadowRoot ?? document.body).textContent?.slice(0, 500);

/** Runs in the page. */
const readSize = () => ({ width: innerWidth, height: innerHeight });

/**
 * Runs in the page.
 * @param {Element} element
 */
function toMiddle(element) {
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
}

/**
 * Runs in the page.
 * @param {Element} element
 */
function intoWindow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: 'center', behavior: 'instant' });
}

/**
 * Runs in the page.
 * @param {HTMLSelectElement} select
 * @param {string} label
 */
function optionOf(select, label) {
  return [...select.options].find((option) => option.label.trim() === label);
}
