// @ts-check
/** The errors that the module throws or sends: always a real `Error`, with a stable `code`. */

/** @typedef {import('./index.d.ts').OnboardingErrorCode} OnboardingErrorCode */

export class OnboardingError extends Error {
  // Own fields: a setter that the page put into a prototype is neither read nor written.
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
