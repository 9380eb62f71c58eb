// @ts-check
/** Objects without a prototype, for functions that read members which their caller did not set. */

/**
 * A copy with these members only. A script of the page may have added to `Object.prototype`: that is no option of ours.
 *
 * @param {object} members
 * @returns {Record<string, any>}
 */
export function bare(members) {
  return { __proto__: null, ...members };
}
