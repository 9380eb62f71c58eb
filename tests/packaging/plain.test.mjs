// @ts-check
// A page without any build tool: one module script, the package's files as they are, the strict policy.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { expectFirstForm, headersWithInlineScripts, serve, visit } from '../support/package-page.mjs';
import { installInto, newFolder, pack } from '../support/tarball.mjs';

const folder = newFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * The page with the package's dist folder beside it, copied as a partner does by hand.
 * @param {import('node:test').TestContext} t
 */
async function plainSite(t) {
  const { path } = await pack(folder);
  const project = await installInto('plain', path);
  t.after(project.remove);
  const dist = join(project.folder, 'xpollens-onboarding');
  cpSync(join(project.folder, 'node_modules', 'xpollens-onboarding', 'dist'), dist, { recursive: true });
  return { page: project.folder, dist };
}

test('a plain page with a module script shows the first form under the strict policy', async (t) => {
  const { page } = await plainSite(t);
  const site = await serve(page);
  t.after(site.stop);
  await expectFirstForm(site.url);
});

test('an import map with the digests of integrity.json lets the published scripts run, and no other', async (t) => {
  const { page, dist } = await plainSite(t);
  const digests = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'));
  const integrity = Object.fromEntries(Object.entries(digests).map(([path, digest]) => [path.replace('./', './xpollens-onboarding/'), digest]));
  const file = join(page, 'index.html');
  const map = `<script type="importmap">${JSON.stringify({ integrity })}</script>`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('<title>', `${map}<title>`));
  const site = await serve(page, headersWithInlineScripts(page));
  t.after(site.stop);
  await expectFirstForm(site.url);

  // The loader does not see a comment, because it checks what the script contains. The browser does.
  appendFileSync(join(dist, 'texts', 'en.js'), '//');
  assert.equal((await visit(site.url)).seen, 'words');
});
