// @ts-check
// How long tests wait. This is not a measure of speed: it is longer than anything takes on a machine that also
// compiles.

/** In milliseconds. */
export const PATIENCE_MS = 60_000;
/** For a whole test of `node:test`, in milliseconds. */
export const TEST_PATIENCE = { timeout: 10 * PATIENCE_MS };
