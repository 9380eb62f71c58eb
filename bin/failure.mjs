// @ts-check
// An error as a line for people. `fetch` keeps what happened in the cause of its error.

/**
 * @param {unknown} error
 * @returns {string}
 */
export function explained(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return error.message + cause;
}
