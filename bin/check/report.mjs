// @ts-check
// What was looked at and what was found. A rule is a sentence about the backend; a finding is a rule that does not hold, with what
// was seen. No answer is repeated in it: answers may hold a token or a code.

export class Report {
  /** @type {Map<string, Set<string>>} what was seen against each rule, by its sentence; empty if it holds */
  #rules = new Map();

  /**
   * @param {string} rule a sentence that is true of a good backend
   * @param {boolean} holds
   * @param {string} [seen] what was seen instead
   */
  expect(rule, holds, seen = '') {
    const found = this.#rules.get(rule) ?? new Set();
    if (!holds) found.add(seen);
    this.#rules.set(rule, found);
  }

  /** How many rules were looked at. */
  get count() {
    return this.#rules.size;
  }

  /** @returns {{ rule: string, seen: string[] }[]} */
  get findings() {
    return [...this.#rules]
      .filter(([, seen]) => seen.size > 0)
      .map(([rule, seen]) => ({ rule, seen: [...seen].filter((text) => text !== '') }));
  }
}
