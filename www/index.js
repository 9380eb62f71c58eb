// @ts-check
/** The public face of the package: `mount` for scripts and frameworks, `define` for the tag. */
import { XpollensOnboardingElement } from './element.js';
import { OnboardingError } from './errors.js';

export { OnboardingError, XpollensOnboardingElement };

export const TAG = 'xpollens-onboarding';

/** Defines the element, once; where there is no page, or the name is taken, it does nothing. */
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
  if (!(container instanceof Element)) {
    throw new OnboardingError('invalid_option', 'mount() expects an element of the page as its first argument.');
  }
  define();
  if (customElements.get(TAG) !== XpollensOnboardingElement) {
    throw new OnboardingError('invalid_option', `The tag <${TAG}> is defined by another script of this page.`);
  }
  const element = new XpollensOnboardingElement();
  element.options = options;
  container.append(element);
  return {
    element,
    speak: (language) => element.speak(language),
    unmount: () => element.remove(),
  };
}
