// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutesAndSeconds } from './screens/confirm.js';
import { summarise } from './screens/home.js';
import { isGuessable } from './screens/secret.js';
import { chooseLanguage, textsFor } from './texts.js';

/** @param {object} texts @returns {Array<[string, string]>} */
function entries(texts) {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [/** @type {[string, string]} */ ([key, value])] : entries(value),
  );
}

test('both languages have the same texts', () => {
  const english = entries(textsFor('en'));
  const french = entries(textsFor('fr'));
  assert.deepEqual(french.map(([key]) => key), english.map(([key]) => key));
  for (const [key, text] of [...english, ...french]) assert.notEqual(text.trim(), '', key);
});

test('French punctuation never starts a line', () => {
  for (const [key, text] of entries(textsFor('fr'))) {
    assert.doesNotMatch(text, / [?!:;»]/, key);
    assert.doesNotMatch(text, /\d (minutes|secondes|lettres)/, key);
  }
});

test('the address decides the language, then the browser, then English', () => {
  assert.equal(chooseLanguage('fr', ['en-GB']), 'fr');
  assert.equal(chooseLanguage(null, ['de-DE', 'fr-CA', 'en']), 'fr');
  assert.equal(chooseLanguage('de', ['de']), 'en');
});

test('the remaining time is rounded up to whole seconds', () => {
  assert.equal(minutesAndSeconds(300_000), '5:00');
  assert.equal(minutesAndSeconds(59_001), '1:00');
  assert.equal(minutesAndSeconds(1), '0:01');
  assert.equal(minutesAndSeconds(0), '0:00');
});

test('a secret code of equal or consecutive digits is refused as too easy', () => {
  for (const code of ['00000', '77777', '12345', '98765', '01234']) assert.equal(isGuessable(code), true, code);
  for (const code of ['48205', '11112', '13579']) assert.equal(isGuessable(code), false, code);
});

test('a refused customer never reads that the account is being opened', () => {
  const device = { wallet: 'ready', appUserId: 'a', firstName: null, identification: 'done', proof: 'selfie', transfer: null, notifications: [], account: 'Activated', userRecordStatus: 'Refused' };
  assert.equal(summarise(device), 'refused');
  assert.equal(summarise({ ...device, userRecordStatus: 'Validated' }), 'open');
  assert.equal(summarise({ ...device, userRecordStatus: 'Validated', account: 'Initialized' }), 'opening');
});
