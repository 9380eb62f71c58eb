// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELP, readStartOptions } from '../../scripts/start-options.mjs';

test('without options the documented defaults hold', () => {
  const options = readStartOptions([]);
  assert.deepEqual(options, {
    help: false,
    pagePort: 8070,
    backendPort: 8080,
    sandboxPort: 8090,
    speed: 20,
    language: undefined,
    steps: undefined,
    generation: 'mission',
    scenario: undefined,
  });
  for (const value of [options.pagePort, options.backendPort, options.sandboxPort, options.speed, options.generation])
    assert.match(HELP, new RegExp(`\\(${value}\\)`));
});

for (const [args, message] of /** @type {const} */ ([
  [['--page-port', '70000'], /--page-port takes a port from 1 to 65535, not 70000/],
  [['--speed', 'fast'], /--speed takes a whole number from 0 to 50000, not fast/],
  [['--speed', '1.5'], /not 1.5/],
  [['--generation', 'next'], /--generation takes mission or current, not next/],
  [['--language', 'de'], /--language takes en or fr, not de/],
  [['--page-port', '8080'], /three different ports/],
  [['--colour'], /--colour/],
])) {
  test(`${args.join(' ')} is refused by name`, () => {
    assert.throws(() => readStartOptions([...args]), message);
  });
}
