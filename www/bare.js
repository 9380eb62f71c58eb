// @ts-check
/** Objects without a prototype, for what reads more than it was given. */

/**
 * The members alone: what a script of the page put into the prototype of all objects is no option among them.
 *
 * @param {object} members
 * @returns {Record<string, any>}
 */
export function bare(members) {
  return { __proto__: null, ...members };
}
