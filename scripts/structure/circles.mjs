// @ts-check
// Finds the circles of a graph: sets of nodes in which each node can reach each other (R. Tarjan, "Depth-first search
// and linear graph algorithms", 1972).

/**
 * @param {Map<string, Set<string>>} graph each node with its successors
 * @returns {string[][]} the circles of two nodes or more, each in alphabetical order
 */
export function findCircles(graph) {
  /** @type {Map<string, { index: number, low: number, isOpen: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const circles = [];

  const visit = (/** @type {string} */ node) => {
    const state = { index: seen.size, low: seen.size, isOpen: true };
    seen.set(node, state);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      const known = seen.get(next);
      if (!known) state.low = Math.min(state.low, visit(next).low);
      else if (known.isOpen) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) close(node);
    return state;
  };
  const close = (/** @type {string} */ node) => {
    const circle = open.splice(open.indexOf(node));
    for (const member of circle) Object.assign(/** @type {object} */ (seen.get(member)), { isOpen: false });
    if (circle.length > 1) circles.push(circle.sort());
  };

  for (const node of graph.keys()) if (!seen.has(node)) visit(node);
  return circles;
}
