// The types that templates of Vue and Svelte are checked against. It is compiled, never run: each `@ts-expect-error` must be an error.

import type { SvelteHTMLElements } from 'svelte/elements';
import { h, type GlobalComponents } from 'vue';
import type {} from 'xpollens-onboarding/svelte';
import { XpollensOnboarding } from 'xpollens-onboarding/vue';

type SvelteTag = SvelteHTMLElements['xpollens-onboarding'];
export const svelte: SvelteTag = {
  endpoint: '/api',
  getToken: () => 'token',
  'ononboarding-end': ({ detail }) => detail.status satisfies 'validated' | 'refused' | 'expired',
};
// @ts-expect-error a number is no endpoint
export const wrongSvelte: SvelteTag = { endpoint: 7 };

export const vue = h(XpollensOnboarding, { endpoint: '/api', getToken: () => 'token', onEnd: ({ detail }) => detail.status });
// @ts-expect-error a number is no endpoint
export const wrongVue = h(XpollensOnboarding, { endpoint: 7 });
export type VueTag = GlobalComponents['xpollens-onboarding'];
export const vueTag = (tag: InstanceType<VueTag>) => tag.$props.endpoint satisfies string | undefined;

document.addEventListener('onboarding-status', ({ detail }) => detail.status satisfies string);
