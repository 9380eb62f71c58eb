// @ts-check
/**
 * A field with a list of suggestions below it (WAI-ARIA: editable combobox with list autocomplete). What is chosen is a code,
 * which a hidden input holds: the module reads it there, and writes there what it knows of an earlier visit.
 *
 * @callback Field
 * @param {HTMLInputElement} input
 * @param {HTMLInputElement} hidden
 * @returns {void}
 */
import { bare } from '../bare.js';
import { finder } from './find.js';
import css from './style.js';

/**
 * An element, made by the document's prototype: an element of the page may be called `createElement`.
 *
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {string} [text]
 */
function make(tag, attributes, text = '') {
  const element = /** @type {HTMLElement} */ (Document.prototype.createElement.call(document, tag));
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  element.textContent = text;
  return element;
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLInputElement} hidden
 * @param {import('./find.js').Occupations} occupations
 */
export function combobox(input, hidden, occupations) {
  dress(input);
  new Combobox(input, hidden, occupations).connect();
}

/**
 * Gives the list its look, once for each shadow root: constructed, since a policy may forbid `<style>`.
 *
 * @param {HTMLInputElement} input
 */
function dress(input) {
  const root = input.getRootNode();
  const view = input.ownerDocument.defaultView;
  if (!(root instanceof ShadowRoot) || !view || root.adoptedStyleSheets.length > 1) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

class Combobox {
  /** What the list offers. @type {import('./find.js').Match[]} */
  #offered = [];
  /** Place of the option that the arrow keys point at; -1: none. */
  #active = -1;
  /** What is in the input for the code that the hidden one holds. */
  #chosen = { code: '', title: '' };

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLInputElement} hidden
   * @param {import('./find.js').Occupations} occupations
   */
  constructor(input, hidden, occupations) {
    this.input = input;
    this.hidden = hidden;
    this.words = occupations.words;
    this.categories = occupations.categories;
    this.find = finder(occupations);
    this.list = make('ul', { class: 'suggestions', role: 'listbox', id: `${input.id}-suggestions`, hidden: '' });
    this.said = make('p', { class: 'hint', role: 'status' });
  }

  connect() {
    const { input, list, hidden } = this;
    const label = `${input.id}-label`;
    input.labels?.[0]?.setAttribute('id', label);
    list.setAttribute('aria-labelledby', label);
    input.after(this.said, list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'false');
    input.addEventListener('input', (event) => this.#typed(event));
    // What is typed is no answer: the module hears of the chosen code alone.
    input.addEventListener('change', (event) => event.stopPropagation());
    input.addEventListener('click', () => this.list.hidden && this.#open());
    input.addEventListener('blur', () => this.#leave());
    input.addEventListener('keydown', (event) => this.#key(event));
    // The press must not take the focus from the input, or the list would close under it.
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const item = /** @type {Element} */ (event.target).closest('[role=option]');
      if (item) this.#choose([...list.children].indexOf(item));
    });
    new MutationObserver(() => this.#show()).observe(hidden, bare({ attributes: true, attributeFilter: ['value'] }));
    this.#show();
    // What was typed before this script arrived.
    if (input.value !== this.#chosen.title) {
      if (input.matches(':focus')) this.#open();
      else this.#leave();
    }
  }

  /** Shows what the module knows. */
  #show() {
    const { value } = this.hidden;
    if (value === this.#chosen.code) return;
    this.#chosen = { code: value, title: this.categories[Number(value)] ?? '' };
    this.input.value = this.#chosen.title;
  }

  /** @param {Event} event */
  #typed(event) {
    event.stopPropagation();
    if (this.input.value !== this.#chosen.title) this.#hold('', '');
    this.#open();
  }

  /** Offers what fits, or all categories where nothing does. */
  #open() {
    const found = this.find(this.input.value);
    const all = () => Object.keys(this.categories).map((code) => ({ code, title: this.categories[Number(code)] }));
    this.#offered = found.length > 0 ? found : all();
    this.#active = -1;
    this.list.replaceChildren(...this.#offered.map((match, at) => this.#option(match, at)));
    this.list.hidden = false;
    this.list.scrollTop = 0;
    const { none, one, some } = this.words;
    const count = found.length === 1 ? one : some.replace('{count}', String(found.length));
    const isEmpty = this.input.value.trim() === '';
    this.said.textContent = found.length > 0 ? count : isEmpty ? '' : none;
    this.input.setAttribute('aria-expanded', 'true');
    this.input.removeAttribute('aria-activedescendant');
  }

  #close() {
    this.list.hidden = true;
    this.said.textContent = '';
    this.#active = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  /**
   * @param {import('./find.js').Match} match
   * @param {number} at
   */
  #option({ code, title }, at) {
    const item = make('li', { role: 'option', id: `${this.list.id}-${at}`, 'aria-selected': 'false' }, title);
    const category = this.categories[Number(code)];
    if (category !== title) item.append(make('span', { class: 'hint' }, ` ${category}`));
    return item;
  }

  /** @param {number} at */
  #point(at) {
    this.list.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = (at + this.#offered.length) % this.#offered.length;
    const item = this.list.children[this.#active];
    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView(bare({ block: 'nearest' }));
    this.input.setAttribute('aria-activedescendant', item.id);
  }

  /**
   * @param {string} code
   * @param {string} title
   */
  #hold(code, title) {
    this.#chosen = { code, title };
    if (this.hidden.value === code) return;
    this.hidden.value = code;
    this.hidden.dispatchEvent(new Event('change', bare({ bubbles: true })));
  }

  /** @param {number} at */
  #choose(at) {
    const { code, title } = this.#offered[at];
    this.input.value = title;
    this.#hold(code, title);
    this.#close();
  }

  /** The field is left: a title that was typed in full is chosen; other text is no answer. */
  #leave() {
    const typed = this.input.value.trim().toLowerCase();
    if (this.input.value !== this.#chosen.title) {
      const exact = this.find(typed).find(({ title }) => title.toLowerCase() === typed);
      if (exact) this.#hold(exact.code, exact.title);
    }
    this.#close();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen) this.#open();
      this.#point(this.#active < 0 && step > 0 ? 0 : this.#active < 0 ? -1 : this.#active + step);
    } else if (event.key === 'Enter' && isOpen) {
      // It chooses; a second press sends the form.
      event.preventDefault();
      const at = this.#offered.length === 1 ? 0 : this.#active;
      if (at >= 0) this.#choose(at);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      this.#close();
    }
  }
}
