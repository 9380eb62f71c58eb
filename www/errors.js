// @ts-check
/** The errors that the module throws or dispatches: always an `Error` with a stable `code`. */

/** @typedef {import('./index.d.ts').OnboardingErrorCode} OnboardingErrorCode */

export class OnboardingError extends Error {
  // Own fields, so that setters that the page put into a prototype have no effect.
  /** @override */
  name = 'OnboardingError';
  /** @type {OnboardingErrorCode} */
  code;
  /** @type {boolean} */
  retryable;
  requestId = '';

  /**
   * @param {OnboardingErrorCode} code
   * @param {string} message what happened and what the integrator can do
   * @param {boolean} [retryable] whether the same call may succeed later
   * @param {unknown} [cause]
   */
  constructor(code, message, retryable = false, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
  }
}
