// Types of the public interface. Written by hand: the element class and the options live in JavaScript, and types
// generated from Rust would show the private border between the two.

/** Options of `mount`. Options with a text value, except `token`, are also attributes of the element, in kebab-case. */
export interface OnboardingOptions {
  /**
   * Where your backend answers the contract: an https address, or a path (`/api`) of the origin of the page's own
   * address, whatever `<base href>` says.
   */
  endpoint: string;
  /** The first bearer token. Default: none; `getToken` is called, or a cookie is sent. */
  token?: string;
  /** Returns a fresh bearer token: called at the start if there is no `token`, and whenever one is refused. */
  getToken?: () => Promise<string> | string;
  /**
   * A BCP 47 tag, such as `fr-CA`. The package has texts in `en` and `fr`; other languages get English. Default: the nearest
   * `lang` above the element, across shadow roots, else the browser's language.
   */
  language?: string;
  /** A language of your own, beside those of the package. Default: none. */
  locale?: OwnLocale;
  /** Your own words for some keys of `xpollens-onboarding/locales/en.json`. Default: none. */
  texts?: Record<string, string>;
  /**
   * Address of the WebAssembly file, for build tools that do not publish it. Default: beside the script. The entry
   * `xpollens-onboarding/inline` needs no file and ignores this option.
   */
  wasmUrl?: string | URL;
  /**
   * Address of the module as JavaScript (`xpollens-onboarding/engine.js`), which is loaded only where the WebAssembly does not run.
   * Default: beside the script; with the entry `xpollens-onboarding/inline`: none.
   */
  engineUrl?: string | URL;
  /** Content of the QR code, with `{code}` where the activation code goes. Default: `{code}`. */
  codeTemplate?: string;
  /**
   * Opens your app on the phone or tablet that shows the page: `my-bank://activate/{code}`, or an https link that your
   * app claims, with `{code}` only after a `#`. Without `{code}` the customer copies the code into the app. The code
   * goes to whatever opens the link: read "Continue on this phone" in docs/INTEGRATION.md first. Default: none, no
   * button.
   */
  appLink?: string;
  /** https page of your app in the App Store. Default: no link. */
  appStoreUrl?: string;
  /** https page of your app in Google Play. Default: no link. */
  playStoreUrl?: string;
  /** https page to which the customer continues once the account is open; the text `opened.done` is on the button. Default: no button. */
  doneUrl?: string;
  /** https page where the customer gets help. Default: no link. */
  helpUrl?: string;
  /** https page that explains who handles the data, and how. Default: no link. */
  privacyUrl?: string;
  /**
   * Whether a word in front of the page's title reports changes of the onboarding while the customer looks elsewhere,
   * until they are back. As an attribute: `announce-in-title`. Default: false.
   */
  announceInTitle?: boolean;
}

/** A language that the package does not have. */
export interface OwnLocale {
  /** Its BCP 47 tag, such as `de`. It decides how dates, amounts and names of countries are written. */
  tag: string;
  /**
   * The keys of `xpollens-onboarding/locales/en.json` with your words. For a missing key, the text of the package is used, and
   * the console names the key once.
   */
  texts: Record<string, string>;
  /** The direction of the texts. Default: that of their letters. */
  dir?: 'ltr' | 'rtl';
}

/** What `mount` returns. */
export interface MountedOnboarding {
  /** The element in the page; events are dispatched on it and bubble. */
  readonly element: XpollensOnboardingElement;
  /** Changes the language. Typed text is kept. */
  speak(language: string): Promise<void>;
  /** Removes the element from the page, aborts its requests and releases its timers and listeners. */
  unmount(): void;
}

export type StepId =
  | 'profile'
  | 'device'
  | 'identity'
  | 'proof'
  | 'declarative'
  | 'tax'
  | 'terms'
  | 'screening'
  | 'unknown';

export type StepState =
  | 'todo'
  | 'submitting'
  | 'submitted'
  | 'confirm_on_phone'
  | 'action_required'
  | 'review'
  | 'done'
  | 'failed'
  | 'not_needed'
  | 'unknown';

export type OnboardingStatus =
  | 'not_started'
  | 'initialized'
  | 'in_progress'
  | 'without_kyc'
  | 'validated'
  | 'refused'
  | 'expired'
  | 'unknown';

export type OnboardingErrorCode =
  /** An option is unknown, missing or of the wrong type. Correct the call. */
  | 'invalid_option'
  /** The wasm or the texts could not be loaded, or the texts are not the published ones. The message says what to do. */
  | 'load_failed'
  /** The browser has no WebAssembly. As for the next two, you see this code only if the module as JavaScript could not be loaded either. */
  | 'wasm_unavailable'
  /** The page's content security policy forbids WebAssembly. */
  | 'wasm_refused'
  /** The WebAssembly file is not the one that the script was built with: another version, an error page of a proxy, or truncated. */
  | 'wasm_invalid'
  /** The WebAssembly file did not arrive within 20 seconds. It is only the `reason` of `onboarding-runtime`, never an error. */
  | 'wasm_late'
  /** The module crashed. The customer sees a message and can start it again. Other elements and later mounts work. */
  | 'internal'
  /** A call to your backend failed. The customer sees a message and can continue. */
  | 'offline'
  | 'timeout'
  | 'session_expired'
  | 'validation_failed'
  | 'rate_limited'
  | 'unavailable'
  | 'refused'
  | 'malformed_answer';

/** The error that is thrown, and dispatched with `onboarding-error`. */
export class OnboardingError extends Error {
  readonly code: OnboardingErrorCode;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Your backend's request id. Empty if there is none. */
  readonly requestId: string;
}

/** The events, by name, with their `detail`. They bubble and are composed. They contain nothing personal and never the code. */
export interface OnboardingEvents {
  /** The module is still loading after five seconds. The customer sees a message too. Nothing has failed. */
  'onboarding-slow': CustomEvent<Record<string, never>>;
  /**
   * The module runs as JavaScript, because the WebAssembly does not run. `reason`: the browser has none, the page's policy forbids it, its
   * file could not be loaded, is not the published one, or did not arrive within 20 seconds.
   */
  'onboarding-runtime': CustomEvent<{
    runtime: 'javascript';
    reason: 'wasm_unavailable' | 'wasm_refused' | 'load_failed' | 'wasm_invalid' | 'wasm_late';
  }>;
  /** The first screen is drawn. */
  'onboarding-ready': CustomEvent<Record<string, never>>;
  /** A step changed its state. */
  'onboarding-step': CustomEvent<{ step: StepId; state: StepState }>;
  /** The onboarding changed its status. */
  'onboarding-status': CustomEvent<{ status: OnboardingStatus }>;
  /** The customer reported that somebody else used the activation code. The code is blocked, and your backend notifies your team. */
  'onboarding-reported': CustomEvent<Record<string, never>>;
  /** Something failed. `error` is set if the module itself could not start, or crashed. */
  'onboarding-error': CustomEvent<{
    code: OnboardingErrorCode;
    retryable: boolean;
    requestId: string;
    error?: OnboardingError;
  }>;
  /**
   * The onboarding reached a final status. Leave the element in the page: after `expired` the customer may start again
   * (`onboarding-status` and later another `onboarding-end` follow), after `validated` they may download their
   * self-certification.
   */
  'onboarding-end': CustomEvent<{ status: 'validated' | 'refused' | 'expired' }>;
}

/** Each option is also a separate property. Setting one leaves the others as they are. */
export interface XpollensOnboardingElement extends Partial<OnboardingOptions> {}

/** The element `<xpollens-onboarding>`. */
export class XpollensOnboardingElement extends HTMLElement {
  /**
   * All options that scripts set, as one object. Setting it replaces all of them. Options may be set before or after the tag
   * is defined and the element is in the page, until the customer sees the first screen. The element starts when it has the
   * `endpoint`, and starts again when an option changes. After the first screen, `language`, `texts`, `locale` and `getToken`
   * take effect at once, and the others when the element is mounted again.
   */
  options: Partial<OnboardingOptions>;
  /** Changes the language. Typed text is kept. */
  speak(language: string): Promise<void>;
  addEventListener<K extends keyof OnboardingEvents>(
    type: K,
    listener: (event: OnboardingEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The name of the tag. */
export const TAG: 'xpollens-onboarding';

/** Defines the tag, once. */
export function define(): void;

/**
 * Puts the onboarding into a container of the page.
 *
 * @throws OnboardingError if the container is not an element, of this window or of another one. Invalid options are
 * reported by `onboarding-error` and on the console once the module has loaded.
 */
export function mount(container: Element, options: OnboardingOptions): MountedOnboarding;

declare global {
  interface HTMLElementTagNameMap {
    'xpollens-onboarding': XpollensOnboardingElement;
  }
  interface HTMLElementEventMap extends OnboardingEvents {}
  interface DocumentEventMap extends OnboardingEvents {}
}
