// @ts-check
// `npm run docs`: builds the documentation site, target/docs/site, from the Markdown of the repository. With `-- --serve` it also starts the
// funnel of `npm start`, and serves the site with it, so that the playground has a backend, a provider and a phone.

import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModule } from '../../scripts/build-module.mjs';
import { buildPackage } from '../../scripts/build-package.mjs';
import { mustRun } from '../../scripts/command.mjs';
import { endWith, step } from '../../scripts/progress.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { setUpPackages } from '../../scripts/setup-packages.mjs';
import { setUpRust } from '../../scripts/setup-rust.mjs';
import { stage } from './stage.mjs';

const FOLDER = inRepository('target', 'docs');
export const SITE = join(FOLDER, 'site');

/** The generator and its packages, which only this command installs. */
async function setUpGenerator() {
  mkdirSync(FOLDER, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(inRepository('docs', 'site', file), join(FOLDER, file));
  if (!existsSync(join(FOLDER, 'node_modules', '.package-lock.json'))) await mustRun('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER });
  cpSync(inRepository('docs', 'site', 'vitepress'), join(FOLDER, '.vitepress'), { recursive: true });
}

/** Builds the site from the package in dist. */
export async function buildSite() {
  await step('Generator', setUpGenerator);
  const { pages } = stage(FOLDER);
  cpSync(inRepository('dist'), join(FOLDER, 'pages', 'public', 'xpollens-onboarding'), { recursive: true });
  await step(`${pages.length} pages`, async () => {
    await mustRun(join(FOLDER, 'node_modules', '.bin', 'vitepress'), ['build', '.'], { cwd: FOLDER, show: false });
  });
  return SITE;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await step('Rust', setUpRust);
    await step('Build tools', setUpPackages);
    await step('Module', buildModule);
    await step('Package', buildPackage);
    console.log(await buildSite());
    if (process.argv.includes('--serve')) await (await import('./serve.mjs')).serveWithFunnel(SITE);
  } catch (error) {
    endWith(error);
  }
}
