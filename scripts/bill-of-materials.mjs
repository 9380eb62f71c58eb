// @ts-check
// The bill of materials of what we ship, in CycloneDX: the crates that cargo compiles into it, with version, licence and digest. Tests and
// build scripts are left out. The package has no npm dependency, so its bill lists what is in the wasm. The same lock file
// gives the same bill: no date, no random number.

import { readFileSync } from 'node:fs';
import { mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';

/**
 * @typedef {{ id: string, name: string, version: string, license: string | null, description: string | null, source: string | null,
 *   repository: string | null, targets: { kind: string[] }[] }} Crate
 * @typedef {{ id: string, deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }} Node
 * @typedef {{ packages: Crate[], resolve: { nodes: Node[] } }} Metadata
 */

/** What we ship: the crate to begin with, and the machine that it is compiled for. */
export const SHIPPED = {
  package: { crate: 'xpollens-onboarding', platform: 'wasm32-unknown-unknown', type: 'library' },
  backend: { crate: 'backend', platform: 'x86_64-unknown-linux-gnu', type: 'application' },
};

/**
 * @param {keyof typeof SHIPPED} name
 * @returns {Promise<string>} JSON
 */
export async function billOfMaterials(name) {
  // Loaded here: the scripts that install the npm packages import this file.
  const { Models, Enums, Serialize, Spec } = await import('@cyclonedx/cyclonedx-library');
  const { crate, platform, type } = SHIPPED[name];
  const metadata = await readMetadata(platform);
  const tree = reachable(metadata, crate);
  const checksums = readChecksums();
  const crates = new Map(metadata.packages.map((one) => [one.id, one]));

  const components = new Map([...tree.keys()].map((id) => [id, componentOf(/** @type {Crate} */ (crates.get(id)))]));
  for (const [id, component] of components)
    for (const other of tree.get(id) ?? []) component.dependencies.add(/** @type {any} */ (components.get(other)).bomRef);

  const { version } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  const [first, ...others] = components.values();
  first.bomRef.value = `${crate}@${version}`;
  Object.assign(first, { type, name: name === 'package' ? 'xpollens-onboarding' : crate, version });
  if (name === 'package') first.purl = `pkg:npm/xpollens-onboarding@${version}`;
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: first }), components: new Models.ComponentRepository(others) });
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(normalizer).serialize(bom, { sortLists: true, space: 2 });

  /** @param {Crate} one */
  function componentOf(one) {
    const checksum = checksums.get(`${one.name} ${one.version}`);
    const isMacro = one.targets.some(({ kind }) => kind.includes('proc-macro'));
    return new Models.Component(Enums.ComponentType.Library, one.name, {
      bomRef: `${one.name}@${one.version}`,
      version: one.version,
      description: one.description?.trim(),
      // Macros run while the compiler does. Nothing of them is shipped.
      scope: isMacro ? Enums.ComponentScope.Excluded : Enums.ComponentScope.Required,
      purl: one.source ? `pkg:cargo/${one.name}@${one.version}` : undefined,
      licenses: new Models.LicenseRepository(one.license ? [new Models.LicenseExpression(one.license.replaceAll('/', ' OR '))] : []),
      hashes: new Models.HashDictionary(checksum ? [[Enums.HashAlgorithm['SHA-256'], checksum]] : []),
    });
  }
}

/**
 * @param {string} platform
 * @returns {Promise<Metadata>}
 */
async function readMetadata(platform) {
  const { output } = await mustRun('cargo', ['metadata', '--format-version', '1', '--locked', '--filter-platform', platform], { show: false });
  // cargo may say on the error stream what it downloads, before it writes one line of JSON.
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '');
}

/**
 * What a crate is compiled with, and what those are compiled with, by the ids of cargo; the crate itself comes first.
 * @param {Metadata} metadata
 * @param {string} name
 */
function reachable({ packages, resolve }, name) {
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const first = packages.find((one) => one.name === name && one.source === null);
  if (!first) throw new Error(`cargo knows no crate ${name} in this workspace.`);
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const waiting = [first.id];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (found.has(id)) continue;
    const deps = (nodes.get(id)?.deps ?? []).filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    found.set(id, deps.map(({ pkg }) => pkg));
    waiting.push(...deps.map(({ pkg }) => pkg));
  }
  return found;
}

/** The digests of the lock file, by name and version. */
function readChecksums() {
  const lock = readFileSync(inRepository('Cargo.lock'), 'utf8');
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(\w+)"/g);
  return new Map([...entries].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}
