/** @jsxImportSource preact */
// How an integrator writes it with Preact. It is compiled, never run: each `@ts-expect-error` must be an error.

import type {} from 'xpollens-onboarding/preact';

export const tag = <xpollens-onboarding endpoint="/api" getToken={() => 'token'} class="account" options={{ language: 'fr' }} />;
// @ts-expect-error a number is no endpoint
export const wrongTag = <xpollens-onboarding endpoint={7} />;
