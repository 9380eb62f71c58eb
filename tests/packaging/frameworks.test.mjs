// @ts-check
// The components for React and Vue, rendered in the browser and on a server: the function that returns the token arrives, and the
// events are heard.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mustRun } from '../../scripts/command.mjs';
import { SECURITY_HEADERS } from '../../www/demo/server/routes.mjs';
import { ICON } from '../support/build-tools.mjs';
import { inProject } from '../support/built-project.mjs';
import { expectFirstForm, serve } from '../support/package-page.mjs';
import { installForTests } from '../support/tarball.mjs';

const project = installForTests('tools');

/** Vue itself creates a policy of that name when it is imported. */
const VUE_HEADERS = SECURITY_HEADERS.map(
  ([name, value]) => /** @type {const} */ ([name, value.replace("trusted-types 'none'", 'trusted-types vue')]),
);

/** The same on a server and in the browser. */
const PROPS = `const props = {
  endpoint: '/api',
  language: 'en',
  getToken: () => 'session-token',
  onReady: () => document.documentElement.setAttribute('data-ready', 'yes'),
};
`;
const REACT = `import { StrictMode, createElement } from 'react';
import { XpollensOnboarding } from 'xpollens-onboarding/inline/react';
${PROPS}export const app = createElement(StrictMode, null, createElement(XpollensOnboarding, props));
`;
const VUE = `import { h } from 'vue';
import { XpollensOnboarding } from 'xpollens-onboarding/inline/vue';
${PROPS}export const app = { render: () => h(XpollensOnboarding, props) };
`;

/** What a framework is: the app, in the browser, on a server. @type {[string, string, string, string][]} */
const FRAMEWORKS = [
  [
    'React',
    REACT,
    "import { createRoot } from 'react-dom/client'; import { app } from './app.js'; createRoot(document.getElementById('app')).render(app);",
    '',
  ],
  [
    'React rendered on a server',
    REACT,
    "import { hydrateRoot } from 'react-dom/client'; import { app } from './app.js'; hydrateRoot(document.getElementById('app'), app);",
    "import { renderToString } from 'react-dom/server'; import { app } from './app.js'; console.log(renderToString(app));",
  ],
  [
    'Vue',
    VUE,
    "import { createApp } from 'vue'; import { app } from './app.js'; createApp(app).mount('#app');",
    '',
  ],
  [
    'Vue rendered on a server',
    VUE,
    "import { createSSRApp } from 'vue'; import { app } from './app.js'; createSSRApp(app).mount('#app');",
    "import { createSSRApp } from 'vue'; import { renderToString } from 'vue/server-renderer'; import { app } from './app.js'; console.log(await renderToString(createSSRApp(app)));",
  ],
];

/**
 * @param {string} markup of the app, from a server or empty
 */
const page = (markup) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Partner</title><link rel="icon" href="icon.svg"></head>
<body><main id="app">${markup}</main><script type="module" src="out/main.js"></script></body></html>
`;

for (const [framework, app, main, server] of FRAMEWORKS) {
  test(`${framework}: the component shows the first form, with the token of its function`, async (t) => {
    const cwd = join(project.folder, framework.replace(/\W+/g, '-'));
    mkdirSync(cwd);
    const files = { 'package.json': '{ "type": "module" }', 'app.js': app, 'main.js': main, 'server.js': server, 'icon.svg': ICON };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const options = { cwd, env: inProject(project.folder), show: false };
    const markup = server ? (await mustRun(process.execPath, ['server.js'], options)).output.trim() : '';
    if (server) assert.equal(markup, '<xpollens-onboarding></xpollens-onboarding>');
    const define = '--define:process.env.NODE_ENV="production"';
    await mustRun('esbuild', ['main.js', '--bundle', '--format=esm', define, '--outdir=out'], options);
    writeFileSync(join(cwd, 'index.html'), page(markup));
    const site = await serve(cwd, framework.startsWith('Vue') ? VUE_HEADERS : undefined);
    t.after(site.stop);
    await expectFirstForm(site.url, { wasms: 0 });
  });
}
