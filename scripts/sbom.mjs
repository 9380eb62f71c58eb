// @ts-check
// `npm run sbom`: writes the bills of materials of the package and of the backend, in CycloneDX, to target/sbom.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHIPPED, billOfMaterials } from './bill-of-materials.mjs';
import { endWith } from './progress.mjs';
import { inRepository } from './repository.mjs';
import { setUpPackages } from './setup-packages.mjs';

const OUT = inRepository('target', 'sbom');

try {
  await setUpPackages();
  mkdirSync(OUT, { recursive: true });
  for (const name of /** @type {(keyof typeof SHIPPED)[]} */ (Object.keys(SHIPPED))) {
    const file = join(OUT, `${name}.cdx.json`);
    const bill = await billOfMaterials(name);
    writeFileSync(file, bill);
    console.log(`${file}: ${JSON.parse(bill).components.length} components`);
  }
} catch (error) {
  endWith(error);
}
