// @ts-check
/**
 * The tabs of one customer: a channel on which they tell each other the number of a revision, and a queue for the lead.
 * The browser gives both back with the tab. What is said means something in the wasm only (`src/model/tabs.rs`).
 */
import { bare } from './bare.js';

/**
 * Takes a place on the channel and in the queue. In a browser without them, the lead is taken at once: this tab is alone.
 *
 * @param {string} name
 * @param {(news: number) => void} hear is told of a revision by its number; 0: a tab that is seen wants the lead; -1: the
 *   lead is taken
 * @returns {(news?: number) => void} tells the others; without news, it leaves
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
    // Whatever another script of this origin says there: a whole number.
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
