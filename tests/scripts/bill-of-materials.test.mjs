// @ts-check
// The bills of materials follow the schema of CycloneDX and list what is compiled in.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { billOfMaterials } from '../../scripts/bill-of-materials.mjs';
import { inRepository } from '../../scripts/repository.mjs';

/** The entries of `[dependencies]` and of the browser half in a manifest. @param {string} path */
function directDependencies(path) {
  const manifest = readFileSync(inRepository(path), 'utf8');
  const tables = manifest.split(/^\[/m).filter((table) => /^(dependencies|target\.'cfg\(target_family = "wasm"\)'\.dependencies)\]/.test(table));
  return tables.flatMap((table) => [...table.matchAll(/^([\w-]+) = /gm)].map(([, name]) => name));
}

for (const [name, manifest] of /** @type {const} */ ([
  ['package', 'Cargo.toml'],
  ['backend', 'backend/Cargo.toml'],
])) {
  test(`the bill of the ${name} is valid CycloneDX, and lists every dependency with its licence and digest`, async () => {
    const text = await billOfMaterials(name);
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text), null);
    const { components } = JSON.parse(text);
    const names = components.map((/** @type {{ name: string }} */ one) => one.name);
    for (const dependency of directDependencies(manifest)) assert.ok(names.includes(dependency), dependency);
    for (const { name, purl, licenses, hashes } of components) {
      assert.ok(licenses?.[0].expression, name);
      if (purl) assert.match(hashes[0].content, /^[\da-f]{64}$/, name);
    }
    assert.equal(text, await billOfMaterials(name));
  });
}

test('what only tests use is in no bill', async () => {
  assert.doesNotMatch(await billOfMaterials('package'), /"name": "wasm-bindgen-test"/);
  assert.doesNotMatch(await billOfMaterials('backend'), /"name": "brotli"/);
});
