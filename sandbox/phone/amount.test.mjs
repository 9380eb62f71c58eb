// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centsOf, inEuros } from './amount.js';

test('an amount is typed with a comma, a point or neither', () => {
  for (const [text, cents] of /** @type {const} */ ([['10', 1000], ['10,5', 1050], ['0.01', 1], ['1 000,00 €', 100_000], ['1001', 100_100]])) {
    assert.equal(centsOf(text), cents, text);
  }
});

test('invalid amounts and zero are refused', () => {
  for (const text of ['', '0', '0,00', '-5', '1,234', 'ten', '1e3', '1234567', '10..5']) assert.equal(centsOf(text), null, text);
});

test('an amount is formatted for the language', () => {
  assert.equal(inEuros(1050, 'en'), '€10.50');
  assert.equal(inEuros(1050, 'fr').replace(/\s/g, ' '), '10,50 €');
});
