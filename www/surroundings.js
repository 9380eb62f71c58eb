// @ts-check
/**
 * The page around the module: whether the module is visible, where the customer pressed last, and how the page changes
 * the colours and the size of a code. `src/dom/surroundings.rs` is the other side.
 */
import { forget, hold } from './resources.js';

/**
 * Options with only these members, because the page may have added members to every object.
 * @param {object} options
 * @returns {object}
 */
const bare = (options) => ({ __proto__: null, ...options });

/** Pause between two checks of what no event reports, in milliseconds, while the module is or may soon be visible. */
const SEEN_MS = 2000;
const SOON_MS = 250;
/** Time after the start at which the developer is told that the module is not rendered, in milliseconds. */
const UNSEEN_MS = 10_000;
/** A box that is cut to this size or less counts as hidden. */
const LEAST_SEEN_PX = 2;
/** The events of a person's input. */
const PRESSES = ['pointerdown', 'keydown', 'click'];
/** Least width of a QR module in screen pixels. Phones have trouble reading a smaller one. */
const LEAST_MODULE_PX = 4;
/** Distance below the top of an element at which it may be covered, and the gap to what covered it, in pixels. */
const UNDER_PX = 24;
const GAP_PX = 8;
/** Functions of CSS `filter` that keep the contrast, or that are undone here. */
const HARMLESS = /\b(?:invert|hue-rotate|drop-shadow|grayscale|sepia|saturate)\([^()]*(?:\([^()]*\)[^()]*)*\)|none/g;

/** What a running module knows about its page. */
export class Surroundings {
  /** Whether the last press of the customer was in the module. */
  isLastPressHere = false;
  #root;
  #tell;
  /** Functions that remove the listeners. @type {(() => void)[]} */
  #ends = [];
  #isNear = false;
  /** @type {boolean | undefined} */
  #isSeen;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #unseen = setTimeout(() => this.#tellUnseen(), UNSEEN_MS);
  #observer;

  /**
   * @param {ShadowRoot} root of the module, drawn
   * @param {(isSeen: boolean) => void} tell called as soon as it is known whether the module is rendered, visible and in the
   *   window, and when that changes
   */
  constructor(root, tell) {
    this.#root = root;
    this.#tell = tell;
    // The document receives a press before the module does. Presses by scripts do not count.
    this.#listen(root.ownerDocument, PRESSES, ({ isTrusted }) => (this.isLastPressHere &&= !isTrusted));
    this.#listen(root, ['focusin'], ({ target }) => uncover(/** @type {HTMLElement} */ (target)));
    this.#listen(root, PRESSES, () => {
      this.isLastPressHere = true;
      // Checked before the effects of the press, which may depend on visibility.
      this.#look();
    });
    // The thresholds distinguish a box that is empty, or nearly, from a visible one.
    this.#observer = new IntersectionObserver((entries) => this.#note(entries), bare({ threshold: [1e-7, 0.01, 0.05] }));
    hold(this, () => this.end());
    this.watch();
  }

  /** Observes the current elements. Called when everything was drawn again. */
  watch() {
    this.#observer.disconnect();
    const drawn = this.#root.firstElementChild;
    if (drawn) this.#observer.observe(drawn);
  }

  end() {
    forget(this);
    for (const end of this.#ends) end();
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    clearTimeout(this.#unseen);
  }

  /**
   * @param {EventTarget} target
   * @param {string[]} types
   * @param {(event: Event) => void} note
   */
  #listen(target, types, note) {
    // Through the prototype, because an element of the page may have the name of the method.
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    for (const type of types) {
      addEventListener.call(target, type, note, true);
      this.#ends.push(() => removeEventListener.call(target, type, note, true));
    }
  }

  #tellUnseen() {
    const drawn = this.#root.firstElementChild;
    if (drawn && !isVisible(drawn)) warn('The element is hidden, or has no width. It shows a code only where it is seen.');
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #note(entries) {
    const last = entries[entries.length - 1];
    const { width, height } = last.intersectionRect;
    const box = last.boundingClientRect;
    // The observer counts an empty box as whole in the window, so it does not tell when the box grows: `#look` does.
    const isEmpty = box.width * box.height === 0;
    this.#isNear = last.isIntersecting && (isEmpty || Math.min(width, height) > LEAST_SEEN_PX);
    this.#look();
  }

  #look() {
    clearTimeout(this.#timer);
    const drawn = this.#root.firstElementChild;
    const isSeen = this.#isNear && drawn !== null && isVisible(drawn);
    if (this.#isNear) this.#timer = setTimeout(() => this.#look(), isSeen ? SEEN_MS : SOON_MS);
    // A page or an extension may invert the colours at any time, without an event.
    if (isSeen) keepReadable(this.#root);
    if (isSeen === this.#isSeen) return;
    this.#isSeen = isSeen;
    this.#tell(isSeen);
  }
}

/** @param {Element} element */
function isVisible(element) {
  const { width, height } = element.getBoundingClientRect();
  if (width * height === 0) return false;
  if (!element.checkVisibility) return getComputedStyle(element).visibility === 'visible';
  // The last two are earlier names of the first two.
  return element.checkVisibility(
    bare({ opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true }),
  );
}

/**
 * Focuses the heading of a screen and scrolls the screen into the window, entirely if there is room, else from its top.
 *
 * @param {HTMLElement} heading
 */
export function begin(heading) {
  heading.focus(bare({ preventScroll: true }));
  for (const element of [heading.closest('.frame'), heading]) {
    // A list may be longer than the window: it is read from its top.
    const block = element?.role === 'group' ? 'start' : 'nearest';
    element?.scrollIntoView(bare({ block, inline: 'nearest', behavior: 'instant' }));
  }
  uncover(heading);
}

/**
 * Scrolls an element out from under what the page keeps at the top or at the bottom of the window: a header, a notice.
 *
 * @param {HTMLElement} element
 */
function uncover(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const { ownerDocument, style } = element;
  const around = new Set();
  for (let box = /** @type {Element | null} */ (element); box; box = parentOf(box)) around.add(box);
  let over = Document.prototype.elementFromPoint.call(ownerDocument, left + width / 2, top + Math.min(height / 2, UNDER_PX));
  while (over && !around.has(over) && !/fixed|sticky/.test(getComputedStyle(over).position)) over = parentOf(over);
  if (!over || around.has(over)) return;
  const box = over.getBoundingClientRect();
  const { clientHeight } = ownerDocument.documentElement;
  // What covers the window is over all of the page: nothing is beside it.
  if (box.height > clientHeight / 2) return;
  style.scrollMarginBlock = box.top < clientHeight - box.bottom ? `${box.bottom + GAP_PX}px 0` : `0 ${clientHeight - box.top + GAP_PX}px`;
  element.scrollIntoView(bare({ block: 'nearest', behavior: 'instant' }));
  style.scrollMarginBlock = '';
}

/** Warnings that the console has already. */
const warned = new Set();

/**
 * Keeps the QR code of a shadow root dark on white if the page around inverts its colours, and tells the developer what
 * keeps phones from reading it and cannot be undone from inside.
 *
 * @param {ShadowRoot} root
 */
export function keepReadable(root) {
  const symbol = /** @type {SVGSVGElement | null} */ (root.querySelector('.symbol'));
  if (!symbol) return;
  let isInverted = false;
  /** @type {Element | null} */
  let around = root.host;
  for (; around; around = parentOf(around)) {
    const { filter, mixBlendMode } = getComputedStyle(around);
    for (const match of filter.matchAll(/invert\(([\d.]+)\)/g)) if (Number(match[1]) > 0.5) isInverted = !isInverted;
    const isHarmful = filter.replaceAll(HARMLESS, '').trim() || mixBlendMode !== 'normal';
    if (isHarmful) warn(`<${around.localName}> has a filter or a blend mode: phones may not read the code.`);
  }
  symbol.classList.toggle('inverted', isInverted);
  const { width } = symbol.getBoundingClientRect();
  const least = symbol.viewBox.baseVal.width * LEAST_MODULE_PX;
  if (width > 0 && width < least) {
    warn(`The code is ${Math.round(width)} pixels wide: phones need ${least}. Give <xpollens-onboarding> 300 pixels or more.`);
  }
}

/**
 * The rendered parent of an element, across shadow roots and slots.
 *
 * @param {Element} element
 * @returns {Element | null}
 */
function parentOf(element) {
  return element.assignedSlot ?? element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host ?? null;
}

/** @param {string} words */
function warn(words) {
  if (!warned.has(words)) console.warn(`xpollens-onboarding: ${words}`);
  warned.add(words);
}
