// @ts-check
// The functions over 40 lines that are long on purpose, each with its reason. clippy (`too-many-lines-threshold` in
// clippy.toml) and oxlint (`oxlint.json`) make sure that there are no others.

/** Most functions with an exemption. */
export const MOST_LONG_FUNCTIONS = 5;

const IN_RUST = /#!?\[(?:expect|allow)\(\s*clippy::too_many_lines\s*(?:,\s*reason\s*=\s*"([^"]*)")?[^\]]*\]/g;
const IN_JAVASCRIPT = /oxlint-disable(?:-next-line|-line)?\s+[^\n]*max-lines-per-function(?:[^\n]*?--\s*([^\n]+))?/g;

/**
 * The long functions of one file.
 * @param {string} file name, for the message
 * @param {string} text
 * @returns {{ file: string, line: number, reason: string | undefined }[]}
 */
export function longFunctionsOf(file, text) {
  const pattern = file.endsWith('.rs') ? IN_RUST : IN_JAVASCRIPT;
  return [...text.matchAll(pattern)].map(({ index, 1: reason }) => ({
    file,
    line: text.slice(0, index).split('\n').length,
    reason: reason?.trim() || undefined,
  }));
}
