// @ts-check
// Frameworks with a build of their own, as partners use them: a small project for each, without a line of configuration for our
// package, with the component or the tag as docs/INTEGRATION.md says. `npm run matrix` tries them. Their pages have scripts
// that the strict policy refuses, so they are visited without it.

import { ICON } from './build-tools.mjs';

/** @typedef {import('./build-tools.mjs').BuildTool} BuildTool */
/** @typedef {import('./build-tools.mjs').Way} Way */

/** The entry of a way. @param {Way} way */
const entry = (way) => (way === 'inline' ? 'xpollens-onboarding/inline' : 'xpollens-onboarding');
const FORM = /** @type {const} */ ({ default: 'form', inline: 'form' });
const REACT = { react: '19.3.1', 'react-dom': '19.3.1' };
/** Options that a server component, which passes no functions, can give. */
const PROPS = 'endpoint="/api" token="session-token" language="en"';

/** A Server Component imports the package. @param {Way} way */
const nextFiles = (way) => ({
  'next.config.mjs': "export default { output: 'export' };\n",
  'public/icon.svg': ICON,
  'app/layout.jsx': `export const metadata = { title: 'Partner', icons: '/icon.svg' };
export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }
`,
  'app/page.jsx': `import { XpollensOnboarding } from '${entry(way)}/react';
export default function Page() { return <main><XpollensOnboarding ${PROPS} /></main>; }
`,
});

/** @param {Way} way */
const svelteFiles = (way) => ({
  'svelte.config.js': "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
  'vite.config.js': "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
  'static/icon.svg': ICON,
  'src/app.html': '<!doctype html><html lang="en"><head><link rel="icon" href="/icon.svg">%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n',
  'src/routes/+layout.js': 'export const prerender = true;\n',
  'src/routes/+page.svelte': `<script>
  import '${entry(way)}/element';
  const getToken = () => 'session-token';
</script>
<svelte:head><title>Partner</title></svelte:head>
<main><xpollens-onboarding endpoint="/api" language="en" {getToken}></xpollens-onboarding></main>
`,
});

/** @param {Way} way */
const nuxtFiles = (way) => ({
  'nuxt.config.ts': "export default defineNuxtConfig({ app: { head: { title: 'Partner', htmlAttrs: { lang: 'en' }, link: [{ rel: 'icon', href: '/icon.svg' }] } } });\n",
  'public/icon.svg': ICON,
  'app/app.vue': `<script setup>
import { XpollensOnboarding } from '${entry(way)}/vue';
const getToken = () => 'session-token';
</script>
<template><main><XpollensOnboarding endpoint="/api" language="en" :get-token="getToken" /></main></template>
`,
});

/** @param {Way} way */
const astroFiles = (way) => ({
  'public/icon.svg': ICON,
  'src/pages/index.astro': `<html lang="en"><head><title>Partner</title><link rel="icon" href="/icon.svg" /></head><body><main id="onboarding"></main>
<script>
import { mount } from '${entry(way)}';
mount(document.getElementById('onboarding'), { endpoint: '/api', token: 'session-token', language: 'en' });
</script></body></html>
`,
});

/** @param {Way} way */
const routerFiles = (way) => ({
  'react-router.config.ts': "export default { prerender: ['/'] };\n",
  'vite.config.ts': "import { reactRouter } from '@react-router/dev/vite';\nexport default { plugins: [reactRouter()] };\n",
  'public/icon.svg': ICON,
  'app/routes.ts': "import { index } from '@react-router/dev/routes';\nexport default [index('home.tsx')];\n",
  'app/root.tsx': `import { Links, Meta, Outlet, Scripts } from 'react-router';
export const links = () => [{ rel: 'icon', href: '/icon.svg' }];
export default function Root() {
  return <html lang="en"><head><title>Partner</title><Meta /><Links /></head><body><Outlet /><Scripts /></body></html>;
}
`,
  'app/home.tsx': `import { XpollensOnboarding } from '${entry(way)}/react';
export default function Home() { return <main><XpollensOnboarding endpoint="/api" language="en" getToken={() => 'session-token'} /></main>; }
`,
});

/**
 * As `ng new` writes it, in one component.
 * @param {Way} way
 */
const angularFiles = (way) => ({
  'angular.json': JSON.stringify({
    version: 1,
    projects: {
      app: {
        projectType: 'application',
        root: '',
        sourceRoot: 'src',
        architect: {
          build: {
            builder: '@angular/build:application',
            options: { browser: 'src/main.ts', index: 'src/index.html', tsConfig: 'tsconfig.json', assets: [{ glob: '**/*', input: 'public' }], outputPath: 'out' },
          },
          serve: { builder: '@angular/build:dev-server', options: { buildTarget: 'app:build' } },
        },
      },
    },
  }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { target: 'ES2022', module: 'preserve', moduleResolution: 'bundler', strict: true, skipLibCheck: true, experimentalDecorators: true }, angularCompilerOptions: { strictTemplates: true }, files: ['src/main.ts'] }),
  'public/icon.svg': ICON,
  'src/index.html': '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Partner</title><base href="/"><link rel="icon" href="icon.svg"></head><body><app-root></app-root></body></html>\n',
  'src/app.ts': `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import '${entry(way)}/element';
@Component({ selector: 'app-root', schemas: [CUSTOM_ELEMENTS_SCHEMA], template: '<main><xpollens-onboarding [options]="options"></xpollens-onboarding></main>' })
export class App { options = { endpoint: '/api', language: 'en', getToken: () => 'session-token' }; }
`,
  'src/main.ts': `import { bootstrapApplication } from '@angular/platform-browser';
import { provideZonelessChangeDetection } from '@angular/core';
import { App } from './app';
bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
`,
});
const ANGULAR = Object.fromEntries(
  ['core', 'common', 'compiler', 'compiler-cli', 'platform-browser'].map((name) => [`@angular/${name}`, '21.2.24']),
);

/** @type {BuildTool[]} */
export const FRAMEWORKS = [
  { name: 'Next 16.4 (Turbopack), Server Component', packages: { next: '16.4.6', ...REACT }, files: nextFiles, build: 'next build', ways: FORM, isFree: true },
  { name: 'Next 16.4 (webpack), Server Component', packages: { next: '16.4.6', ...REACT }, files: nextFiles, build: 'next build --webpack', ways: FORM, isFree: true },
  {
    name: 'SvelteKit 2.70',
    packages: { '@sveltejs/kit': '2.70.4', '@sveltejs/vite-plugin-svelte': '6.2.3', '@sveltejs/adapter-static': '3.0.11', svelte: '5.57.3', vite: '7.3.8' },
    files: svelteFiles,
    build: 'vite build',
    out: 'build',
    ways: FORM,
    isFree: true,
  },
  { name: 'Nuxt 4.4', packages: { nuxt: '4.4.8', vue: '3.5.45' }, files: nuxtFiles, serve: '(nuxt build && HOST=127.0.0.1 PORT=PORT exec node .output/server/index.mjs)', ways: FORM, isFree: true },
  { name: 'Astro 5.9', packages: { astro: '5.9.4' }, files: astroFiles, build: 'astro build', out: 'dist', ways: FORM, isFree: true },
  {
    name: 'React Router 7.18',
    packages: { '@react-router/dev': '7.18.4', '@react-router/node': '7.18.4', 'react-router': '7.18.4', ...REACT, vite: '7.3.8', isbot: '5' },
    files: routerFiles,
    build: 'react-router build',
    out: 'build/client',
    ways: FORM,
    isFree: true,
  },
  {
    name: 'Angular 21.2',
    packages: { '@angular/cli': '21.2.27', '@angular/build': '21.2.27', ...ANGULAR, typescript: '5.9', rxjs: '7', tslib: '2' },
    files: angularFiles,
    build: 'ng build',
    out: 'out/browser',
    ways: { default: 'words', inline: 'form' },
    isFree: true,
  },
];
