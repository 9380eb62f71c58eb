// @ts-check
// Generates backend/data/communes.csv: the communes of every French postcode, overseas included, with the names that
// they and their parts have had since 1943, and the names that the post uses. To update it by hand, change the
// editions, run `node scripts/build-places.mjs`, review the difference and commit the file.
// Sources, all under Licence Ouverte 2.0 (Etalab): INSEE's official geographic code, La Poste's postcodes, DGFiP's FIMOCT.

import { writeFileSync } from 'node:fs';
import { readPublished } from './published-package.mjs';
import { inRepository } from './repository.mjs';

/** Its major version follows the geography of the year. */
const TODAY = { name: '@etalab/decoupage-administratif', version: '6.0.0', file: 'data/communes.json' };
/** The last edition with the history of the communes, up to 2020. */
const HISTORY = { name: TODAY.name, version: '0.8.0', file: 'data/historique-communes.json' };
/** The names of the post, "libellés d'acheminement". */
const POST = { name: 'codes-postaux', version: '4.1.2', file: 'codes-postaux.json' };

/**
 * @typedef {object} Commune as the data set has it
 * @property {string} code of INSEE
 * @property {string} nom
 * @property {'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal'} type
 * @property {string[]} [codesPostaux] those of today's communes only
 * @property {string} [chefLieu] the present commune that a previous one was merged into
 * @property {string[]} [anciensCodes] codes of the communes merged into it
 *
 * @typedef {object} Past a commune, or a part of one, between two dates
 * @property {string} id
 * @property {'COM' | 'COMA' | 'COMD' | 'COMP'} type commune, associated, delegated, part
 * @property {string} code
 * @property {string} nom
 * @property {string} [dateFin] `YYYY-MM-DD`
 * @property {string} [successeur] id
 * @property {string} [pole] id of the commune that it is a part of
 *
 * @typedef {{ codePostal: string, codeCommune: string, libelleAcheminement: string }} Label
 *
 * @typedef {object} Entry a commune of today
 * @property {string} name
 * @property {Set<string>} otherNames
 * @property {Map<string, number>} departments those that its postcodes do not show, with the year in which it moved to another;
*   0: it is still there
 */

/**
 * Names that people of islands use for a commune or a collectivity, by its code: chief towns, villages, archipelagos. They are in
 * none of the sources.
 * @type {Record<string, string[]>}
 */
const LOCAL_NAMES = {
  97103: ['Jarry'],
  97108: ['Marie-Galante'],
  97112: ['Marie-Galante'],
  97126: ['Marie-Galante'],
  97130: ['Les Saintes'],
  97131: ['Les Saintes'],
  97608: ['Labattoir'],
  97611: ['Kawéni', 'Passamaïnty', "M'Tsapéré", 'Cavani', 'Tsoundzou', 'Vahibé'],
  97614: ['Coconi', 'Kahani'],
  97617: ['Combani'],
  97701: ['Gustavia', 'Saint-Barth'],
  97801: ['Marigot', 'Grand-Case', "Quartier-d'Orléans"],
  98613: ['Mata-Utu', 'Wallis'],
};

/** @param {{ name: string, version: string, file: string }} source */
const read = async ({ name, version, file }) => JSON.parse((await readPublished(name, version, [file]))[0] ?? '');

/** @type {Commune[]} */
const communes = await read(TODAY);
const today = communes.filter(({ type }) => type === 'commune-actuelle');
/** @type {Map<string, Entry>} */
const entries = new Map(
  today.map(({ code, nom }) => [code, { name: nom, otherNames: new Set(), departments: new Map() }]),
);
const codeToday = codesToday(communes);

for (const { code, codesPostaux = [] } of today) {
  const department = departmentOfCode(code);
  if (codesPostaux.every((postcode) => departmentOfPostcode(postcode) !== department)) {
    entries.get(code)?.departments.set(department, 0);
  }
}
for (const { nom, type, chefLieu = '' } of communes) {
  if (type === 'commune-deleguee' || type === 'commune-associee') entries.get(chefLieu)?.otherNames.add(nom);
}
for (const [code, names] of Object.entries(LOCAL_NAMES)) for (const name of names) entries.get(code)?.otherNames.add(name);
addHistory(await read(HISTORY));
/** @type {Label[]} */
const labels = await read(POST);
const table = lines(labels);
writeFileSync(inRepository('backend', 'data', 'communes.csv'), table);

/**
 * The present commune that a code belongs to.
 * @param {Commune[]} all
 */
function codesToday(all) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { code, type, chefLieu } of all) if (type !== 'arrondissement-municipal' && chefLieu) found.set(code, chefLieu);
  for (const { code, type, anciensCodes = [] } of all) {
    if (type === 'commune-actuelle') for (const old of anciensCodes) found.set(old, code);
  }
  // A code that is used today belongs to its commune, whatever it was a part of before.
  for (const { code, type } of all) if (type === 'commune-actuelle') found.set(code, code);
  return found;
}

/**
 * Adds the previous names of each commune and of the communes merged into it, and its previous departments.
 * @param {Past[]} history
 */
function addHistory(history) {
  const byId = new Map(history.map((past) => [past.id, past]));
  for (const past of history) {
    const entry = entries.get(todayOf(past, byId) ?? '');
    if (!entry) continue;
    entry.otherNames.add(past.nom);
    const department = departmentOfCode(past.code);
    const year = past.dateFin ? Number(past.dateFin.slice(0, 4)) : 0;
    if (past.type === 'COM' && year > 0) {
      entry.departments.set(department, Math.max(year, entry.departments.get(department) ?? 0));
    }
  }
}

/**
 * Finds the present commune that a commune has become, or is a part of.
 * @param {Past} past
 * @param {Map<string, Past>} byId
 */
function todayOf(past, byId) {
  /** @type {Past | undefined} */
  let current = past;
  for (let step = 0; current && step < 20; step += 1) {
    /** @type {Past | undefined} */
    const next = byId.get((current.dateFin ? current.successeur : current.pole) ?? '');
    if (!next || next === current) break;
    current = next;
  }
  return current && codeToday.get(current.code);
}

/** @param {string} code of INSEE */
function departmentOfCode(code) {
  const length = code.startsWith('97') || code.startsWith('98') ? 3 : 2;
  const department = code.slice(0, length);
  // The postcodes of Corsica keep the number of its single former department.
  return department === '2A' || department === '2B' ? '20' : department;
}

/** @param {string} postcode */
function departmentOfPostcode(postcode) {
  return postcode.slice(0, postcode.startsWith('97') || postcode.startsWith('98') ? 3 : 2);
}

/**
 * One line for each postcode, in order: the postcode and its communes by name. After a commune, `~` begins another name
 * of it or of a part of it, and `<` a department that the postcode does not show, with the year in which it moved to
 * another one: `<75:1968`.
 * @param {Label[]} labels
 */
function lines(labels) {
  /** @type {Map<string, Map<string, Set<string>>>} code of the commune, by postcode: the names that the post uses */
  const postcodes = new Map();
  for (const { code, codesPostaux = [] } of today.toSorted((one, other) => one.nom.localeCompare(other.nom, 'fr'))) {
    for (const postcode of codesPostaux) {
      const there = postcodes.get(postcode) ?? new Map();
      postcodes.set(postcode, there.set(code, new Set()));
    }
  }
  for (const { codePostal, codeCommune, libelleAcheminement } of labels) {
    postcodes.get(codePostal)?.get(codeToday.get(codeCommune) ?? '')?.add(libelleAcheminement.replace(' - ', '-'));
  }
  const sorted = [...postcodes].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([postcode, there]) => `${[postcode, ...items(postcode, there)].join(',')}\n`).join('');
}

/**
 * @param {string} postcode
 * @param {Map<string, Set<string>>} there
 */
function items(postcode, there) {
  const own = new Set([...there.keys()].map((code) => key(entries.get(code)?.name ?? '')));
  return [...there].map(([code, postal]) => {
    const entry = entries.get(code);
    if (!entry) throw new Error(`${code}: not a commune of today`);
    // A name of another commune with this postcode belongs to that commune.
    const known = new Set(own);
    const names = [...entry.otherNames, ...postal].filter((name) => !known.has(key(name)) && known.add(key(name)));
    const departments = [...entry.departments].filter(([department]) => department !== departmentOfPostcode(postcode));
    const item = [
      entry.name,
      ...names.map((name) => `~${name}`),
      ...departments.map(([department, year]) => `<${department}${year ? `:${year}` : ''}`),
    ].join('');
    if (item.includes(',') || entry.name.includes('~')) throw new Error(`${item}: choose another separator`);
    return item;
  });
}

/**
 * A name in a common spelling.
 * @param {string} name
 */
function key(name) {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae');
  const words = plain.split(/[^a-z0-9]+/).map((word) => ({ st: 'saint', ste: 'sainte' })[word] ?? word);
  return words.filter((word) => !['le', 'la', 'les', 'l', ''].includes(word)).join('');
}
