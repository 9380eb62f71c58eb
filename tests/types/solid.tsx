/** @jsxImportSource solid-js */
// How an integrator writes it with Solid. It is compiled, never run: each `@ts-expect-error` must be an error.

import type {} from 'xpollens-onboarding/solid';

export const tag = <xpollens-onboarding endpoint="/api" prop:getToken={() => 'token'} class="account" prop:options={{ language: 'fr' }} />;
// @ts-expect-error a number is no endpoint
export const wrongTag = <xpollens-onboarding endpoint={7} />;
