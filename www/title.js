// @ts-check
/** A word in front of the page's title, which reports changes while the customer looks elsewhere. */

export class PageTitle {
  /** The word and its separator. */
  #mark = '';

  /**
   * Puts a word in front of the title, replacing an earlier one. Changes that the page made to its title meanwhile are kept.
   *
   * @param {string} [word] without it, the earlier one is removed
   */
  mark(word) {
    if (this.#mark) document.title = document.title.replace(this.#mark, '');
    this.#mark = word ? `${word} · ` : '';
    if (word) document.title = this.#mark + document.title;
  }
}
