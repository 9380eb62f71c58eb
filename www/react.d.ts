// Types of the React component, and of the tag in JSX (React 18 and 19).

import type { CSSProperties, ForwardRefExoticComponent, Key, Ref, RefAttributes } from 'react';
import type { OnboardingEvents, OnboardingOptions, XpollensOnboardingElement } from './index.js';

export interface XpollensOnboardingProps extends OnboardingOptions {
  id?: string;
  className?: string;
  style?: CSSProperties;
  onSlow?: (event: OnboardingEvents['onboarding-slow']) => void;
  onRuntime?: (event: OnboardingEvents['onboarding-runtime']) => void;
  onReady?: (event: OnboardingEvents['onboarding-ready']) => void;
  onStep?: (event: OnboardingEvents['onboarding-step']) => void;
  onStatus?: (event: OnboardingEvents['onboarding-status']) => void;
  onReported?: (event: OnboardingEvents['onboarding-reported']) => void;
  onError?: (event: OnboardingEvents['onboarding-error']) => void;
  onEnd?: (event: OnboardingEvents['onboarding-end']) => void;
}

/** The element as a component. It may be rendered on a server, and starts in the browser. Its `ref` is the element. */
export const XpollensOnboarding: ForwardRefExoticComponent<
  XpollensOnboardingProps & RefAttributes<XpollensOnboardingElement>
>;

/** The tag itself. React before 19 passes text options as attributes only. */
export interface XpollensOnboardingAttributes extends Partial<OnboardingOptions> {
  key?: Key | null;
  ref?: Ref<XpollensOnboardingElement>;
  id?: string;
  class?: string;
  className?: string;
  style?: CSSProperties;
  slot?: string;
  options?: Partial<OnboardingOptions>;
  'announce-in-title'?: boolean | '';
  'wasm-url'?: string;
  'engine-url'?: string;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'xpollens-onboarding': XpollensOnboardingAttributes;
    }
  }
}
