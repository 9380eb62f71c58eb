// Types of the tag in Solid's JSX: `import type {} from 'xpollens-onboarding/solid'`. Options are properties: `prop:options={…}`.

import type { JSX } from 'solid-js';
import type { OnboardingOptions, XpollensOnboardingElement } from './index.js';

type Properties = { [Name in keyof OnboardingOptions as `prop:${Name}`]?: OnboardingOptions[Name] };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'xpollens-onboarding': JSX.HTMLAttributes<XpollensOnboardingElement> &
        Partial<OnboardingOptions> &
        Properties & { 'prop:options'?: Partial<OnboardingOptions> };
    }
  }
}
