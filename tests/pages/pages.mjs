// @ts-check
// `npm run pages`: every row of the tables of host pages in Chromium, Firefox and WebKit. With words on the command line,
// only rows whose names have them all, the name of the engine included: `npm run pages -- webkit layouts`. It needs a build.

import { test } from 'node:test';
import { ENGINES } from '../support/engines/engines.mjs';
import { ROWS, seeRows } from './tables.mjs';

const words = process.argv.slice(2).map((word) => word.toLowerCase());

let wanted = 0;
for (const engine of ENGINES) {
  const rows = ROWS.filter((row) => words.every((word) => `${engine.name} ${row.name}`.toLowerCase().includes(word)));
  wanted += rows.length;
  if (rows.length > 0) test(engine.name, (t) => seeRows(t, engine, rows));
}
if (wanted === 0) throw new Error(`no row is named ${words.join(' ')}`);
