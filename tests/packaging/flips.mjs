// @ts-check
// `npm run flips`: flips one bit at 10,000 random places in the files that the loader checks, and expects that each is refused by
// name and none runs. `npm run flips -- COUNT SEED` flips others. flips.test.mjs does it a few times.

import { endWith } from '../../scripts/progress.mjs';
import { CHECKED, flipBits } from '../support/flipped-package.mjs';

try {
  const [count = 10_000, seed = 1] = process.argv.slice(2).map(Number);
  const flips = await flipBits(count, seed);
  let passed = 0;
  for (const { file, name } of CHECKED) {
    const of = flips.filter((flip) => flip.file === file);
    const refused = of.filter(({ message }) => message?.includes(name));
    const ran = of.filter(({ hasRun }) => hasRun);
    console.log(`${file.padEnd(22)} ${of.length} flips, ${refused.length} refused by name, ${ran.length} ran`);
    for (const { bit, message } of of.filter((flip) => flip.hasRun || !flip.message?.includes(name))) console.log(`  bit ${bit}: ${message}`);
    passed += of.filter((flip) => !flip.hasRun && flip.message?.includes(name)).length;
  }
  if (passed !== count) process.exitCode = 1;
} catch (error) {
  endWith(error);
}
