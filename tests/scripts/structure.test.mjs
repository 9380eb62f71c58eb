// @ts-check
// The structure check finds each kind of fault, planted in a separate folder.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { arrowsToTests, circlesInRust, faultsInJavaScript, faultsOfLongFunctions } from '../../scripts/structure/check.mjs';
import { longFunctionsOf } from '../../scripts/structure/long-functions.mjs';

/**
 * A folder with these files, removed after the test.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} files
 */
function plant(t, files) {
  const folder = mkdtempSync(join(tmpdir(), 'structure-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Ways for `b.rs` to use `a.rs`. Each closes a circle. */
const WAYS_BACK = {
  'by crate::': 'use crate::a::A;',
  'by super::': 'use super::a::A;',
  'by an inline path': 'fn f(_: crate::a::A) {}',
  'by the name of the module': 'use crate::a;\nfn f(_: a::A) {}',
  'under another name': 'use crate::a as other;\nfn f(_: other::A) {}',
  'within braces': 'use crate::{c::C, a::{self, A as B}};',
  'by everything': 'use crate::a::*;',
  'through a re-export': 'use crate::A;',
  'through a re-export of a re-export': 'use crate::c::A;',
  'through a re-export of everything': 'use crate::d::A;',
  'after a text that looks like a comment': 'const C: &str = "//";use crate::a::A;',
};

for (const [way, text] of Object.entries(WAYS_BACK)) {
  test(`a circle in Rust is found: ${way}`, (t) => {
    const folder = plant(t, {
      'lib.rs': 'mod a; mod b; mod c; mod d; pub use a::A;',
      'a.rs': 'use crate::b::B;\npub struct A;',
      'b.rs': `${text}\npub struct B;`,
      'c/mod.rs': 'pub use crate::A;\npub struct C;',
      'd.rs': 'pub use super::a::*;',
    });
    const [circle, another] = circlesInRust(join(folder, 'lib.rs'));
    assert.match(circle ?? '', /a\.rs uses \S*b\.rs\n.*b\.rs uses \S*a\.rs$/);
    assert.equal(another, undefined);
  });
}

/** Files that name each other without a circle. */
const NO_WAYS_BACK = {
  'a test': '#[cfg(test)]\nmod tests { use crate::a::A; }',
  'a file of tests': '#[cfg(test)]\nmod tests;',
  'a re-export': 'pub use crate::a::A;',
  'a comment': '// use crate::a::A;\n/* use crate::a::A; */',
  'a text': 'const TEXT: &str = "crate::a::A"; const RAW: &str = r#"use crate::a::A;"#;',
  'a lifetime before a text': "fn f<'a>(x: &'a str) -> &'a str { \"crate::a::A\" }",
  'another crate of the same name': 'use a::A;',
};

for (const [what, text] of Object.entries(NO_WAYS_BACK)) {
  test(`no circle in Rust is ${what}`, (t) => {
    const folder = plant(t, {
      'lib.rs': 'mod a; mod b;',
      'a.rs': 'use crate::b::B;\npub struct A;',
      'b.rs': `${text}\npub struct B;`,
      'b/tests.rs': 'use crate::a::A;',
    });
    assert.deepEqual(circlesInRust(join(folder, 'lib.rs')), []);
  });
}

test('a circle between a module and its submodule is found', (t) => {
  const folder = plant(t, {
    'lib.rs': 'mod a;',
    'a/mod.rs': 'mod part;\nuse part::Part;\npub struct A(Part);',
    'a/part.rs': 'pub struct Part;\nimpl super::A {}',
  });
  assert.equal(circlesInRust(join(folder, 'lib.rs')).length, 1);
});

test('a circle in JavaScript is found, but not one of types only', async (t) => {
  const types = "/** @typedef {import('./d.js').D} D */\n";
  const folder = plant(t, {
    'a.js': "import { b } from './b.js';\nexport const a = () => b;",
    'b.js': "import { a } from './a.js';\nexport const b = () => a;",
    'c.js': `${types}export const c = 1;`,
    'd.js': "import { c } from './c.js';\n/** @typedef {number} D */\nexport const d = c;",
  });
  const [faults = ''] = await faultsInJavaScript([folder]);
  assert.match(faults, /a\.js:.*no-cycle/);
  assert.match(faults, /b\.js:.*no-cycle/);
  assert.doesNotMatch(faults, /[cd]\.js:/);
});

test('an import of tests/ is found, however it is written', (t) => {
  const folder = plant(t, {
    'static.mjs': "import { b } from '../tests/support/b.mjs';",
    'bare.mjs': "import '../tests/b.mjs';",
    'export.mjs': "export * from '../../tests/b.mjs';",
    'dynamic.mjs': "const b = await import('../tests/b.mjs');",
    'type.mjs': "/** @typedef {import('../tests/b.mjs').B} B */",
    'another.mjs': "import { b } from './tests-of-b.mjs';\n// see '../tests/b.mjs'",
  });
  assert.deepEqual(
    arrowsToTests(folder).map((text) => /(\w+)\.mjs imports/.exec(text)?.[1]),
    ['bare', 'dynamic', 'export', 'static', 'type'],
  );
});

test('a long function in JavaScript is found, but not a long test', async (t) => {
  const long = `export function f() {\n${'  g();\n'.repeat(41)}}\n`;
  const folder = plant(t, { 'a.mjs': long, 'a.test.mjs': long });
  const [faults = ''] = await faultsInJavaScript([folder]);
  assert.match(faults, /a\.mjs:.*max-lines-per-function/);
  assert.doesNotMatch(faults, /a\.test\.mjs/);
});

test('a function may be long only with a reason, and at most five may be', () => {
  const withReason = '#[expect(clippy::too_many_lines, reason = "one table")]\nfn f() {}\n';
  const rust = longFunctionsOf('a.rs', withReason.repeat(4));
  const javascript = longFunctionsOf('a.mjs', '// oxlint-disable-next-line max-lines-per-function -- runs in the page\n');
  assert.deepEqual(faultsOfLongFunctions([...rust, ...javascript]), []);
  assert.deepEqual(javascript[0]?.reason, 'runs in the page');
  assert.match(faultsOfLongFunctions([...rust, ...javascript, ...javascript])[0] ?? '', /^6 functions/);
  const bare = longFunctionsOf('a.rs', '\n#[allow(clippy::too_many_lines)]');
  assert.match(faultsOfLongFunctions(bare)[0] ?? '', /^a\.rs:2: .*says why$/);
});
