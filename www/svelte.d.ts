// Types of the tag in Svelte: `import type {} from 'xpollens-onboarding/svelte'`.

import type { HTMLAttributes } from 'svelte/elements';
import type { OnboardingEvents, OnboardingOptions, XpollensOnboardingElement } from './index.js';

type Listeners = { [Name in keyof OnboardingEvents as `on${Name}`]?: (event: OnboardingEvents[Name]) => void };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'xpollens-onboarding': HTMLAttributes<XpollensOnboardingElement> &
      Partial<OnboardingOptions> &
      Listeners & { options?: Partial<OnboardingOptions> };
  }
}
