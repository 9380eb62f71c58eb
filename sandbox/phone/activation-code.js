// @ts-check
// Extracts the activation code from a scanned or pasted text.

/**
 * The 32 hexadecimal characters of a code: spaces and dashes dropped, a leading `0x` stripped, lower-cased.
 * @param {string} text
 * @returns {string | null} null if the text is something else
 */
export function normaliseCode(text) {
  const bare = text.replace(/[\s-]/g, '').toLowerCase().replace(/^0x/, '');
  return /^[0-9a-f]{32}$/.test(bare) ? bare : null;
}
