// Types of the tag in Preact's JSX: `import type {} from 'xpollens-onboarding/preact'`.

import type { HTMLAttributes } from 'preact';
import type { OnboardingOptions, XpollensOnboardingElement } from './index.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'xpollens-onboarding': HTMLAttributes<XpollensOnboardingElement> &
        Partial<OnboardingOptions> & { options?: Partial<OnboardingOptions> };
    }
  }
}
