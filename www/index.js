// @ts-check
/** The public interface of the package: `mount` for scripts and frameworks, `define` for the tag. */
import { MOUNTED, XpollensOnboardingElement } from './element.js';
import { OnboardingError } from './errors.js';

export { OnboardingError, XpollensOnboardingElement };

export const TAG = 'xpollens-onboarding';

/** Defines the element, once. Does nothing without a page or if the name is taken. */
export function define() {
  if (globalThis.customElements && !customElements.get(TAG)) {
    customElements.define(TAG, XpollensOnboardingElement);
  }
}

/**
 * Puts the onboarding into a container of the page.
 *
 * @param {Element} container
 * @param {import('./index.d.ts').OnboardingOptions} options
 * @returns {import('./index.d.ts').MountedOnboarding}
 */
export function mount(container, options) {
  if (!isElement(container)) {
    throw new OnboardingError('invalid_option', 'mount() expects an element of the page as its first argument.');
  }
  define();
  if (customElements.get(TAG) !== XpollensOnboardingElement) {
    throw new OnboardingError('invalid_option', `The tag <${TAG}> is defined by another script of this page.`);
  }
  const element = new XpollensOnboardingElement();
  element.options = options;
  element.setAttribute(MOUNTED, '');
  Element.prototype.append.call(container, element);
  return {
    element,
    speak: (language) => element.speak(language),
    unmount: () => element.remove(),
  };
}

/**
 * Whether this is an element, of this window or of another one, such as a frame's. `instanceof` knows only elements of
 * this window, and a control of a form may have the name of any member.
 *
 * @param {unknown} value
 */
function isElement(value) {
  const nodeType = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeType');
  try {
    return nodeType?.get?.call(value) === Node.ELEMENT_NODE;
  } catch {
    return false;
  }
}
