// @ts-check
// How long a test waits for what must come. No measure of speed: later than anything that still comes, on a machine that
// also compiles.

/** In milliseconds. */
export const PATIENCE_MS = 60_000;
/** For one whole test, of `node:test`, in milliseconds. */
export const TEST_PATIENCE = { timeout: 10 * PATIENCE_MS };
