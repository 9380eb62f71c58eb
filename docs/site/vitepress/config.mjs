// The generator's settings. Copied to target/docs/.vitepress by docs/site/build.mjs; menu.json is written beside it.
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const menu = JSON.parse(readFileSync(new URL('../menu.json', import.meta.url), 'utf8'));

export default defineConfig({
  title: 'xpollens-onboarding',
  description: menu.description,
  lang: 'en',
  head: [['link', { rel: 'icon', href: '/favicon.svg' }]],
  srcDir: 'pages',
  outDir: 'site',
  cacheDir: 'cache',
  cleanUrls: true,
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'xpollens-onboarding' } } },
  themeConfig: {
    sidebar: menu.sidebar,
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Playground', link: '/playground' },
      { text: 'Backend', link: '/backend-in-another-language' },
      { text: `Version ${menu.version}`, link: '/changelog' },
    ],
  },
});
