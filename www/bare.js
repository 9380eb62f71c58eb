// @ts-check
/** Objects without a prototype, for functions that read members which their caller did not set. */

/**
 * A copy with only these members. Members that a script of the page added to `Object.prototype` are not our options.
 *
 * @param {object} members
 * @returns {Record<string, any>}
 */
export function bare(members) {
  return { __proto__: null, ...members };
}
