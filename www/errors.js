// @ts-check
/** What the module throws and tells: always a real `Error`, with a stable `code`. */

/** @typedef {import('./index.d.ts').OnboardingErrorCode} OnboardingErrorCode */

export class OnboardingError extends Error {
  // Fields are its own: nothing that the page put into a prototype is written to, or read.
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
   * @param {boolean} [retryable] whether the same may succeed later
   * @param {unknown} [cause]
   */
  constructor(code, message, retryable = false, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
  }
}
