// @ts-check
// The published description (contract/openapi.json) against the canonical examples (contract/fixtures): each example is
// valid, has only members that are described, and is invalid if a required member is missing.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { inRepository } from '../../scripts/repository.mjs';

/** The schema of each example. */
const EXAMPLES = {
  'open-session.request': 'OpenSessionRequest',
  'open-session.response': 'OpenSessionResponse',
  'identification.request': 'IdentificationRequest',
  'identification.response': 'IdentificationResponse',
  'customer.response': 'CustomerResponse',
  'event.changed': 'Event',
  'event.needs-customer': 'Event',
  profile: 'Profile',
  'profile.national-phone': 'Profile',
  'profile.response': 'ProfileResponse',
  declarative: 'Declarative',
  tax: 'Tax',
  terms: 'Terms',
  identity: 'IdentityDemand',
  places: 'PlacesResponse',
  draft: 'Draft',
  activation: 'ActivationResponse',
  'problem.validation': 'Problem',
  'snapshot.start': 'Snapshot',
  'snapshot.running': 'Snapshot',
  'snapshot.transfer': 'Snapshot',
  'snapshot.documents': 'Snapshot',
  'snapshot.opened': 'Snapshot',
  'snapshot.expired': 'Snapshot',
};

const description = json('openapi.json');
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, 'contract');
ajv.addSchema(closed(description), 'closed');

/** @param {string} path */
function json(path) {
  return JSON.parse(readFileSync(inRepository('contract', ...path.split('/')), 'utf8'));
}

/**
 * The description with every object closed: members that it does not name are invalid. Readers must not be that strict.
 * @param {any} value
 * @returns {any}
 */
function closed(value) {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, closed(member)]));
  return copy.type === 'object' ? { ...copy, additionalProperties: false } : copy;
}

/**
 * @param {string} schema
 * @param {'contract' | 'closed'} [of]
 */
function validator(schema, of = 'contract') {
  const validate = ajv.getSchema(`${of}#/components/schemas/${schema}`);
  assert.ok(validate, `no schema ${schema}`);
  return validate;
}

test('every example is checked against the description', () => {
  const files = readdirSync(inRepository('contract', 'fixtures'));
  assert.deepEqual(files.sort(), Object.keys(EXAMPLES).map((name) => `${name}.json`).sort());
});

for (const [name, schema] of Object.entries(EXAMPLES)) {
  test(`the example ${name} is a valid ${schema}, and each of its members is described`, () => {
    for (const validate of [validator(schema), validator(schema, 'closed')])
      assert.equal(validate(json(`fixtures/${name}.json`)), true, JSON.stringify(validate.errors));
  });

  test(`the example ${name} is no valid ${schema} if a required member is missing`, () => {
    const validate = validator(schema);
    for (const member of description.components.schemas[schema].required ?? []) {
      const { [member]: _, ...rest } = json(`fixtures/${name}.json`);
      assert.equal(validate(rest), false, `without ${member}`);
    }
  });
}

test('a national phone number is valid only with its country, an international one only without', () => {
  const validate = validator('Profile');
  const { phoneCountry, ...national } = json('fixtures/profile.national-phone.json');
  assert.equal(validate(national), false);
  assert.equal(validate({ ...json('fixtures/profile.json'), phoneCountry }), false);
});

test('a document that is not a tax form requires a justification', () => {
  const validate = validator('DocumentUpload');
  assert.equal(validate({ kind: 'w9', file: '' }), true);
  assert.equal(validate({ kind: 'other', file: '' }), false);
  assert.equal(validate({ kind: 'other', file: '', justification: 'I study in Lille.' }), true);
});

test('a demand for a new identification has no other member', () => {
  assert.equal(validator('IdentityDemand')({ step: 'identity' }), false);
});
