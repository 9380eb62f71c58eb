// @ts-check
// Figures of a benchmark: order statistics, and tables.

/**
 * The smallest value that is not exceeded by this percentage of all values.
 * @param {number[]} values at least one
 * @param {number} percent
 */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}

/** @param {number[]} values at least one */
export const median = (values) => percentile(values, 50);

/**
 * Prints a table. Its first row has the names of the columns, its first column those of the rows.
 * @param {string} title
 * @param {(string | number)[][]} rows
 */
export function printTable(title, rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, column) => Math.max(...texts.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of texts)
    console.log(row.map((text, column) => (column ? text.padStart(widths[column]) : text.padEnd(widths[0]))).join('   '));
}

/** @param {number} millis */
export const whole = (millis) => Math.round(millis).toString();

/** @param {number} millis */
export const fine = (millis) => millis.toFixed(1);
