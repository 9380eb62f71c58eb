// @ts-check
// The order of the lists of countries, and days that do not break over a line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, inOrder } from '../../www/locale.js';

test('France comes first, then its neighbours, then the others by name, without territories where nobody lives', () => {
  const ordered = inOrder(['AF', 'AQ', 'ZW', 'FR', 'AX', 'TF', 'BE', 'JP', 'UM', 'HM', 'BV', 'GS', 'PF'], (left, right) => (left < right ? -1 : 1));
  assert.deepEqual(ordered, ['FR', 'BE', 'AF', 'AX', 'JP', 'PF', 'TF', 'ZW']);
});

test('the number of a day stays with its month', () => {
  assert.equal(day('fr', '2027-02-21'), '21\u00a0février 2027');
  assert.match(day('fr', '2027-03-01'), /^1(er)?\u00a0mars 2027$/);
  assert.equal(day('en', '2027-02-21'), '21\u00a0February 2027');
  assert.equal(day('en', 'never'), '');
});
