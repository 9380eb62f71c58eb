// @ts-check
// The origin that completes a path, by the kind of page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absolute } from '../../www/address.js';

/** A page: the origin of its address, its own origin, what a path becomes. @type {[string, string, string, string][]} */
const PAGES = [
  ['a page', 'https://bank.example', 'https://bank.example', 'https://bank.example/api'],
  ['a frame made by srcdoc', 'null', 'https://bank.example', 'https://bank.example/api'],
  ['a sandboxed frame', 'https://bank.example', 'null', 'https://bank.example/api'],
  ['a sandboxed frame made by srcdoc', 'null', 'null', '/api'],
];
for (const [page, ofAddress, ofPage, expected] of PAGES) {
  test(`in ${page}, a path becomes ${expected}`, (t) => {
    Object.assign(globalThis, { location: { origin: ofAddress }, self: { origin: ofPage } });
    t.after(() => {
      for (const name of ['location', 'self']) Reflect.deleteProperty(globalThis, name);
    });
    assert.equal(absolute('/api'), expected);
    assert.equal(absolute(''), expected.replace('/api', ''), 'the endpoint `/` without its slash');
    for (const address of ['https://api.example/v1', '//api.example', 'http://localhost:8080/api', 'api']) {
      assert.equal(absolute(address), address);
    }
  });
}
