// @ts-check
// `npm run build`: builds the module for browsers (www/wasm), the package (dist) and the sandbox's phone page
// (target/phone), then prints the size of what a page loads. `npm pack` needs it first. build-servers.mjs builds the
// servers.

import { buildModule } from './build-module.mjs';
import { buildPackage } from './build-package.mjs';
import { buildPhone } from './build-phone.mjs';
import { endWith, step } from './progress.mjs';
import { setUpPackages } from './setup-packages.mjs';
import { setUpRust } from './setup-rust.mjs';
import { printSizes } from './size.mjs';

try {
  await step('Rust', setUpRust);
  await step('Build tools', setUpPackages);
  await step('Module', buildModule);
  await step('Package', buildPackage);
  await step('Phone page of the sandbox', buildPhone);
  if (!printSizes()) process.exitCode = 1;
} catch (error) {
  endWith(error);
}
