// How an integrator writes it with React. It is compiled, never run: each `@ts-expect-error` must be an error.

import { useRef } from 'react';
import type { XpollensOnboardingElement } from 'xpollens-onboarding';
import { XpollensOnboarding } from 'xpollens-onboarding/react';

export function Component() {
  const ref = useRef<XpollensOnboardingElement>(null);
  return (
    <XpollensOnboarding
      ref={ref}
      className="account"
      endpoint="/api"
      getToken={async () => 'token'}
      locale={{ tag: 'ar', texts: {}, dir: 'rtl' }}
      onReady={() => void ref.current?.speak('fr')}
      onEnd={({ detail }) => detail.status satisfies 'validated' | 'refused' | 'expired'}
      onError={({ detail }) => detail.requestId satisfies string}
    />
  );
}

// @ts-expect-error the endpoint is required
export const withoutEndpoint = <XpollensOnboarding getToken={() => 'token'} />;
// @ts-expect-error an option that does not exist
export const unknown = <XpollensOnboarding endpoint="/api" colour="red" />;

export const tag = <xpollens-onboarding endpoint="/api" getToken={() => 'token'} options={{ language: 'fr' }} wasmUrl="/m.wasm" />;
// @ts-expect-error a number is no endpoint
export const wrongTag = <xpollens-onboarding endpoint={7} />;
