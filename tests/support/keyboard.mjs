// @ts-check
// A customer's keyboard and focus. The focus is checked in every frame, so that it is never lost even for a moment.

import assert from 'node:assert/strict';

/** More presses of Tab than any screen needs. */
const MOST_PRESSES = 60;

/** Number of frames for which a form is being sent on a slow connection. */
const SENDING_FRAMES = 20;

/** The keyboard of a customer without a mouse. */
export class Keyboard {
  /** @param {import('./desktop.mjs').Desktop} desktop */
  constructor(desktop) {
    this.desktop = desktop;
    this.page = desktop.page;
  }

  /** Checks from now on, in every frame, whether any element has the focus. */
  async watch() {
    await this.page.evaluate(() => {
      /** @type {string[]} */
      const lost = [];
      Object.assign(globalThis, { lost });
      const look = () => {
        const module = document.querySelector('xpollens-onboarding');
        const active = document.activeElement === module ? module?.shadowRoot?.activeElement : document.activeElement;
        if (!active || active === document.body) {
          const where = module?.shadowRoot?.getElementById('heading')?.textContent ?? 'nowhere';
          if (!lost.includes(where)) lost.push(where);
        }
        requestAnimationFrame(look);
      };
      look();
    });
  }

  /** Makes every form take at least some frames to be sent, as on a slow connection, so that these frames are checked too. */
  async slowDown() {
    await this.page.route('**/onboarding/steps/**', async (route) => {
      await this.page.evaluate(async (frames) => {
        for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame);
      }, SENDING_FRAMES);
      await route.continue();
    });
  }

  /** The headings of screens on which no element had the focus in some frame since {@link watch}. */
  lost() {
    return this.page.evaluate(() => /** @type {{ lost: string[] }} */ (/** @type {unknown} */ (globalThis)).lost);
  }

  /** The focused element in the module: its tag, then its id, its name or its text. */
  focused() {
    return this.page.evaluate(() => {
      const inner = document.activeElement?.shadowRoot?.activeElement;
      return inner ? `${inner.tagName} ${inner.id || inner.getAttribute('name') || inner.textContent}` : '';
    });
  }

  /**
   * Resolves on a screen whose heading has the focus.
   * @param {string} key of the heading's text, or of what it begins with
   */
  async seeScreen(key) {
    const [words] = this.desktop.text(key).split('{');
    await this.page.getByRole('heading', { name: words }).and(this.page.locator('#heading:focus')).waitFor();
    assert.deepEqual(await this.lost(), []);
  }

  /**
   * Presses Tab until this element has the focus.
   * @param {string} name its id, its name or its words
   * @param {object} [options]
   * @param {boolean} [options.back] whether to go backwards
   */
  async tabTo(name, { back = false } = {}) {
    for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
      await this.page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
      if ((await this.focused()).endsWith(` ${name}`)) return;
    }
    assert.fail(`Tab does not lead to ${name}; it is on ${await this.focused()}`);
  }

  /**
   * Moves to a field and types.
   * @param {string} name
   * @param {string} text for a list of options, the beginning of one
   */
  async type(name, text) {
    await this.tabTo(name);
    await this.page.keyboard.type(text);
  }

  /**
   * Moves to a field that may be filled in already, and replaces its text.
   * @param {string} name
   * @param {string} text
   */
  async retype(name, text) {
    await this.tabTo(name);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /**
   * Moves to a button or a link and presses it.
   * @param {string} words
   */
  async press(words) {
    await this.tabTo(words);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Moves to a radio button or a checkbox and chooses it.
   * @param {string} name
   * @param {number} [downs] which of the options: how many below the first
   */
  async choose(name, downs = 0) {
    await this.tabTo(name);
    await this.page.keyboard.press('Space');
    for (let down = 0; down < downs; down += 1) await this.page.keyboard.press('ArrowDown');
  }
}
