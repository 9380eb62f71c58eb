// @ts-check
/**
 * Finds job titles by what people type: the beginning of any of their words, without accents, and with a mistake or two.
 *
 * @typedef {object} Occupations
 * @property {{ some: string, one: string, none: string }} words
 * @property {Record<number, string>} categories by code
 * @property {Record<number, string>} titles by code, separated by bars
 *
 * @typedef {object} Match
 * @property {string} title
 * @property {string} code
 */

/** More would not be read. */
const MOST = 12;
/** Words that say nothing of the job. */
const SMALL = new Set(['a', 'au', 'd', 'de', 'des', 'du', 'en', 'et', 'l', 'la', 'le', 'les', 'ou', 'son', 'and', 'at', 'by', 'for', 'in', 'of', 'the', 'with']);

/**
 * The words of a text, in small letters without accents.
 * @param {string} text
 */
export function wordsOf(text) {
  const plain = text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase().replace(/œ/g, 'oe');
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const telling = words.filter((word) => !SMALL.has(word));
  return telling.length > 0 ? telling : words;
}

/**
 * How many letters have to be changed, added, left out or swapped so that `word` begins with `typed`; `limit + 1` if it is more.
 * @param {string} typed
 * @param {string} word
 * @param {number} limit
 */
function distance(typed, word, limit) {
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const isSame = typed[i - 1] === word[j - 1];
      let least = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      if (isSwapped) least = Math.min(least, before[j - 2] + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return Math.min(limit + 1, ...row);
}

/**
 * How far a typed word is from a title: 0 for a whole word, 1 for a beginning, more for a mistake; `undefined` if it is not in it.
 * @param {string} typed
 * @param {string[]} words
 */
function cost(typed, words) {
  if (words.includes(typed)) return 0;
  if (words.some((word) => word.startsWith(typed))) return 1;
  const limit = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  const least = Math.min(...words.map((word) => distance(typed, word, limit)));
  return least <= limit ? 1 + 4 * least : undefined;
}

/**
 * @param {Occupations} occupations
 * @returns {(typed: string) => Match[]} the titles that fit best, the best first
 */
export function finder({ titles, categories }) {
  const known = Object.keys(titles).flatMap((code) =>
    titles[Number(code)].split('|').map((title, place) => {
      const own = wordsOf(title);
      // The name of the category finds a title too, but counts for less.
      return { title, code, own, more: wordsOf(categories[Number(code)]), place };
    }),
  );
  return (typed) => {
    const wanted = wordsOf(typed);
    if (wanted.length === 0) return [];
    const found = known.flatMap(({ title, code, own, more, place }) => {
      let sum = own.length / 10 + place / 1000;
      let missing = 0;
      for (const word of wanted) {
        const here = cost(word, own) ?? (more.some((other) => other.startsWith(word)) ? 6 : undefined);
        // People add what we do not list: the subject of a teacher, the kind of a shop.
        if (here === undefined && (missing += 1) === wanted.length) return [];
        if (here === undefined) sum += 20;
        if (here === undefined) continue;
        // A title that begins with the word is rather meant than one that ends with it.
        sum += here + (own[0]?.startsWith(word) ? 0 : 0.5);
      }
      return [{ title, code, sum }];
    });
    found.sort((left, right) => left.sum - right.sum);
    // Where all words are found somewhere, what lacks one is not meant.
    const best = found[0]?.sum ?? 0;
    return found.filter(({ sum }) => sum < best + 15).slice(0, MOST).map(({ title, code }) => ({ title, code }));
  };
}
