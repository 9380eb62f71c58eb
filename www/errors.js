// @ts-check
/** What the module throws and tells: always a real `Error`, with a stable `code`. */

/** @typedef {import('./index.d.ts').OnboardingErrorCode} OnboardingErrorCode */

export class OnboardingError extends Error {
  /**
   * @param {OnboardingErrorCode} code
   * @param {string} message what happened and what the integrator can do
   * @param {{ retryable?: boolean, requestId?: string, cause?: unknown }} [more]
   */
  constructor(code, message, { retryable = false, requestId = '', cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OnboardingError';
    this.code = code;
    this.retryable = retryable;
    this.requestId = requestId;
  }
}
