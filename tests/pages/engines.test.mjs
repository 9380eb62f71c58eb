// @ts-check
// Host pages in Firefox and WebKit: the rows in which engines differ. `npm run pages` sees all rows of all tables.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINES } from '../support/engines/engines.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { ROWS, seeRows } from './tables.mjs';

const DIFFERING = [
  'layouts: a dialog',
  'layouts: zoomed',
  'text styles: large text on everything',
  'directions: a style from right to left',
  'colours: a dark scheme',
  'colours: Dark Reader',
  'colours of the payment: an inverted section',
  'hidings: a content that is skipped',
];

const rows = ROWS.filter(({ name }) => DIFFERING.includes(name));

test('each row is in a table', () => assert.equal(rows.length, DIFFERING.length));

for (const engine of ENGINES.filter(({ name }) => name !== 'chromium'))
  test(`host pages in ${engine.name}`, TEST_PATIENCE, (t) => seeRows(t, engine, rows));
