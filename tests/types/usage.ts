// How an integrator uses the types in TypeScript. It is compiled, never run: each `@ts-expect-error` must be an error.

import { mount, OnboardingError, XpollensOnboardingElement } from 'xpollens-onboarding';
import 'xpollens-onboarding/element';

const container = document.createElement('div');

const onboarding = mount(container, { endpoint: '/api', getToken: async () => 'token', language: 'fr' });
onboarding.unmount();

// @ts-expect-error the endpoint is required
mount(container, { language: 'fr' });
// @ts-expect-error an option that does not exist
mount(container, { endpoint: '/api', colour: 'red' });
// @ts-expect-error a selector is no element
mount('#onboarding', { endpoint: '/api' });

const element: XpollensOnboardingElement = document.createElement('xpollens-onboarding');
element.addEventListener('onboarding-end', ({ detail }) => {
  detail.status satisfies 'validated' | 'refused' | 'expired';
  // @ts-expect-error an onboarding does not end while it runs
  if (detail.status === 'in_progress') return;
});
container.addEventListener('onboarding-error', ({ detail }) => {
  if (detail.error instanceof OnboardingError && detail.code === 'wasm_refused') detail.requestId satisfies string;
});
