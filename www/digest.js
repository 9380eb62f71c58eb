// @ts-check
/** Checks that loaded data is what was published with this script. */
import digests from './digests.js';

/**
 * The script may come from a safer place than what it loads, and browsers accept a compressed body that ends too early. On a
 * page without https there are no digests: a truncated wasm does not compile there, and nothing protects against a changed
 * one.
 *
 * @param {string} name of what was published
 * @param {BufferSource} bytes
 */
export async function isPublished(name, bytes) {
  const { subtle } = crypto;
  if (!subtle) return true;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest)) === /** @type {Record<string, string>} */ (digests)[name];
}
