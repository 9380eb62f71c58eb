// @ts-check
/**
 * The tabs of one customer: a channel on which they send each other revision numbers, and a lock that the leading tab
 * holds. The browser releases both when a tab closes. `src/model/polling` defines the meaning of the numbers.
 */
import { bare } from './bare.js';

/**
 * Joins the channel and waits for the lock. In a browser without them, this tab leads at once, as if it were alone.
 *
 * @param {string} name of both
 * @param {(news: number) => void} hear receives the number of a revision; 0: a visible tab wants to lead; -1: this tab leads
 * @returns {(news?: number) => void} sends a number to the other tabs; without a number, it leaves
 */
export function joinTabs(name, hear) {
  const left = new AbortController();
  const { signal } = left;
  /** @param {number} news */
  const say = (news) => void (signal.aborted || hear(news));
  /** @type {BroadcastChannel | undefined} */
  let channel;
  try {
    channel = new BroadcastChannel(name);
    // Another script of this origin may send anything, so the value is converted to a whole number.
    channel.onmessage = ({ data }) => say(data >>> 0);
    const lead = () => {
      say(-1);
      return new Promise((resolve) => (signal.aborted ? resolve(0) : (signal.onabort = resolve)));
    };
    navigator.locks.request(name, bare({ signal }), lead).catch(() => say(-1));
  } catch {
    channel?.close();
    channel = undefined;
    say(-1);
  }
  return (news) => {
    if (news !== undefined) return channel?.postMessage(news);
    left.abort();
    channel?.close();
  };
}
