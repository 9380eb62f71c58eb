// @ts-check
// An amount of money as a person types it.

/** Limits the digits before the comma, so that a typing error cannot make a fortune. */
const PATTERN = /^(\d{1,6})(?:[.,](\d{1,2}))?$/;

/**
 * @param {string} text euros, with a comma or a point, in any spacing
 * @returns {number | null} cents, above 0; null if it is not an amount
 */
export function centsOf(text) {
  const [, euros, rest = ''] = PATTERN.exec(text.replace(/[\s€]/g, '')) ?? [];
  if (euros === undefined) return null;
  const cents = Number(euros) * 100 + Number(rest.padEnd(2, '0'));
  return cents > 0 ? cents : null;
}

/**
 * @param {number} cents
 * @param {import('./texts.js').Language} language
 * @returns {string} `€10.00`, `10,00 €`
 */
export function inEuros(cents, language) {
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format(cents / 100);
}
