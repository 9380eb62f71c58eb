// @ts-check
// From what was scanned or pasted to an activation code.

/**
 * The 32 hexadecimal characters of a code: spaces and dashes dropped, a leading `0x` stripped, lower-cased.
 * @param {string} text
 * @returns {string | null} null where something else remains
 */
export function normaliseCode(text) {
  const bare = text.replace(/[\s-]/g, '').toLowerCase().replace(/^0x/, '');
  return /^[0-9a-f]{32}$/.test(bare) ? bare : null;
}
