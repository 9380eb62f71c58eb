// @ts-check
// Makes backend/data/communes.csv: the towns of every French postcode, overseas included. Run by hand when a new edition of
// the data set is wanted: change EDITION, run `node scripts/build-places.mjs`, look at the difference, keep the file.
// Source: npm @etalab/decoupage-administratif (INSEE, La Poste), data under Licence Ouverte 2.0 (Etalab).

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './command.mjs';
import { inRepository } from './repository.mjs';

const PACKAGE = '@etalab/decoupage-administratif';
/** The edition of the data set: its major number follows the geography of the year. */
const EDITION = '6.0.0';

/**
 * @typedef {object} Commune as the data set has it
 * @property {string} code of INSEE
 * @property {string} nom
 * @property {'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal'} type
 * @property {string[]} [codesPostaux] those of today's communes only
 * @property {string} [chefLieu] today's commune that a former one was merged into
 */

const folder = mkdtempSync(join(tmpdir(), 'places-'));
try {
  await mustRun('npm', ['pack', `${PACKAGE}@${EDITION}`, '--silent', '--pack-destination', folder]);
  const archive = join(folder, `etalab-decoupage-administratif-${EDITION}.tgz`);
  await mustRun('tar', ['-xzf', archive, '-C', folder, 'package/data/communes.json']);
  /** @type {Commune[]} */
  const communes = JSON.parse(readFileSync(join(folder, 'package/data/communes.json'), 'utf8'));
  writeFileSync(inRepository('backend', 'data', 'communes.csv'), table(communes));
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * One line a postcode, in order: the postcode, its towns by name, then with `~` the former communes that are part of them.
 * @param {Commune[]} communes
 */
function table(communes) {
  const today = communes.filter(({ type }) => type === 'commune-actuelle');
  // Paris, Lyon and Marseille have the postcodes of their arrondissements: these are no towns of their own.
  const former = communes.filter(({ type }) => type === 'commune-deleguee' || type === 'commune-associee');
  const byCode = new Map(today.map((commune) => [commune.code, commune]));
  /** @type {Map<string, Set<string>>} */
  const lines = new Map();
  const add = (/** @type {string[]} */ postcodes, /** @type {string} */ name) => {
    if (name.includes(',')) throw new Error(`${name}: a comma in a name; choose another separator`);
    for (const postcode of postcodes) lines.set(postcode, (lines.get(postcode) ?? new Set()).add(name));
  };
  for (const { codesPostaux = [], nom } of today.toSorted(byName)) add(codesPostaux, nom);
  for (const { chefLieu = '', nom } of former.toSorted(byName)) {
    const whole = byCode.get(chefLieu);
    if (whole?.codesPostaux && whole.nom !== nom) add(whole.codesPostaux, `~${nom}`);
  }
  const sorted = [...lines].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([postcode, names]) => `${[postcode, ...names].join(',')}\n`).join('');
}

/**
 * @param {Commune} one
 * @param {Commune} other
 */
function byName(one, other) {
  return one.nom.localeCompare(other.nom, 'fr');
}
