// @ts-check
// An empty Vite project with the package installed: its production build, and its development server.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesIn } from '../../scripts/build-memory.mjs';
import { mustRun } from '../../scripts/command.mjs';
import { freePort, startServer } from '../../scripts/server-process.mjs';
import { expectFirstForm, serve } from '../support/package-page.mjs';
import { installForTests } from '../support/tarball.mjs';

const project = installForTests('vite');

test('the production build has one wasm file and shows the first form under the strict policy', async (t) => {
  await mustRun('npx', ['--no-install', 'vite', 'build'], { cwd: project.folder, show: false });
  const dist = join(project.folder, 'dist');
  assert.equal(filesIn(dist).filter((file) => file.endsWith('.wasm')).length, 1);
  const site = await serve(dist);
  t.after(site.stop);
  await expectFirstForm(site.url);
});

test('the development server shows the first form', async (t) => {
  const port = await freePort();
  const vite = await startServer({
    name: 'vite',
    command: process.execPath,
    args: [join(project.folder, 'serve.mjs'), String(port)],
  });
  t.after(vite.stop);
  await expectFirstForm(`${vite.url}/`);
});
