// @ts-check
// A page without any build tool: one module script, the package's files as they are, the strict policy.

import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { expectFirstForm, serve } from '../support/package-page.mjs';
import { installInto, newFolder, pack } from '../support/tarball.mjs';

const folder = newFolder();
after(() => rmSync(folder, { recursive: true, force: true }));

test('a plain page with a module script shows the first form under the strict policy', async (t) => {
  const { path } = await pack(folder);
  const project = await installInto('plain', path);
  t.after(project.remove);
  // As a partner does by hand: the package's dist folder is copied beside the page.
  cpSync(
    join(project.folder, 'node_modules', 'xpollens-onboarding', 'dist'),
    join(project.folder, 'xpollens-onboarding'),
    { recursive: true },
  );
  const site = await serve(project.folder);
  t.after(site.stop);
  await expectFirstForm(site.url);
});
