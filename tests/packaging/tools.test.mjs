// @ts-check
// Build tools without a line of configuration for the package: the default entry shows the first form, or says in words
// what to do; the inline entry shows it everywhere. All other tools: `npm run matrix`.

import { test } from 'node:test';
import { BUILD_TOOLS } from '../support/build-tools.mjs';
import { buildWith } from '../support/built-project.mjs';
import { expectFirstForm, expectWords, serve } from '../support/package-page.mjs';
import { installForTests } from '../support/tarball.mjs';

const project = installForTests('tools');

for (const tool of BUILD_TOOLS.filter(({ isQuick }) => isQuick)) {
  for (const [way, expected] of Object.entries(tool.ways)) {
    const what = expected === 'form' ? 'shows the first form' : 'says in words what to do';
    test(`${tool.name}: the ${way} entry ${what}`, async (t) => {
      const out = await buildWith(tool, /** @type {import('../support/build-tools.mjs').Way} */ (way), project.folder);
      const site = await serve(out);
      t.after(site.stop);
      if (expected === 'words') await expectWords(site.url);
      else await expectFirstForm(site.url, { wasms: way === 'inline' ? 0 : 1 });
    });
  }
}
