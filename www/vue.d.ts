// Types of the Vue component, and of the tag in templates.

import type { DefineComponent, Ref } from 'vue';
import type { OnboardingEvents, OnboardingOptions, XpollensOnboardingElement } from './index.js';

/** The element as a component. It may be rendered on a server, and starts in the browser. */
export const XpollensOnboarding: DefineComponent<
  OnboardingOptions,
  { element: Ref<XpollensOnboardingElement | null> },
  {},
  {},
  {},
  {},
  {},
  {
    slow: (event: OnboardingEvents['onboarding-slow']) => void;
    runtime: (event: OnboardingEvents['onboarding-runtime']) => void;
    ready: (event: OnboardingEvents['onboarding-ready']) => void;
    step: (event: OnboardingEvents['onboarding-step']) => void;
    status: (event: OnboardingEvents['onboarding-status']) => void;
    reported: (event: OnboardingEvents['onboarding-reported']) => void;
    error: (event: OnboardingEvents['onboarding-error']) => void;
    end: (event: OnboardingEvents['onboarding-end']) => void;
  }
>;

declare module 'vue' {
  interface GlobalComponents {
    'xpollens-onboarding': DefineComponent<Partial<OnboardingOptions> & { options?: Partial<OnboardingOptions> }>;
  }
}
