// @ts-check
// The published description (contract/openapi.json) against the canonical examples (contract/fixtures): each example is
// valid, and an example with a member broken is not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { inRepository } from '../../scripts/repository.mjs';

/** Which schema each example is of. */
const EXAMPLES = {
  'open-session.request': 'OpenSessionRequest',
  'open-session.response': 'OpenSessionResponse',
  profile: 'Profile',
  declarative: 'Declarative',
  tax: 'Tax',
  terms: 'Terms',
  activation: 'ActivationResponse',
  'problem.validation': 'Problem',
  'snapshot.start': 'Snapshot',
  'snapshot.running': 'Snapshot',
};

const description = json('openapi.json');
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, 'contract');

/** @param {string} path */
function json(path) {
  return JSON.parse(readFileSync(inRepository('contract', ...path.split('/')), 'utf8'));
}

/** @param {string} schema */
function validator(schema) {
  const validate = ajv.getSchema(`contract#/components/schemas/${schema}`);
  assert.ok(validate, `no schema ${schema}`);
  return validate;
}

for (const [name, schema] of Object.entries(EXAMPLES)) {
  test(`the example ${name} is a valid ${schema}`, () => {
    const validate = validator(schema);
    assert.equal(validate(json(`fixtures/${name}.json`)), true, JSON.stringify(validate.errors));
  });

  test(`the example ${name} without any one required member is no ${schema}`, () => {
    const validate = validator(schema);
    for (const member of description.components.schemas[schema].required) {
      const { [member]: _, ...rest } = json(`fixtures/${name}.json`);
      assert.equal(validate(rest), false, `without ${member}`);
    }
  });
}
