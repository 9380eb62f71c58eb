// @ts-check
// Makes the module: the root crate becomes www/wasm/module_bg.wasm and its JavaScript glue, www/wasm/module.js.
// Six steps, each smaller than the last: cargo, wasm-bindgen, panics silenced, wasm-opt, functions put in order, esbuild.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './command.mjs';
import { makeIfChanged } from './build-memory.mjs';
import { orderFunctions } from './order-functions.mjs';
import { builtProgram, inRepository, root, targetDirectory, wasmTarget } from './repository.mjs';

const OUT = inRepository('www', 'wasm');
const GLUE = join(OUT, 'module.js');
const WASM = join(OUT, 'module_bg.wasm');
/** Not shipped: with it `tsc` checks www/ against what Rust really exports. */
const TYPES = join(OUT, 'module.d.ts');

/**
 * Builds the module; steps whose inputs did not change are skipped.
 * @returns {Promise<string>} whether anything had to be made, in words
 */
export async function buildModule() {
  const compiled = await compile();
  // The command line of wasm-bindgen comes from this workspace: same version as the library, by the same lock file.
  await mustRun('cargo', ['build', '--package', 'wasm-bindgen-runner']);
  const made = await makeIfChanged({
    name: 'module',
    inputs: [
      compiled,
      builtProgram('bindgen'),
      fileURLToPath(import.meta.url),
      ...['silent-panics', 'order-functions', 'wasm-binary'].map((name) => inRepository('scripts', `${name}.mjs`)),
      inRepository('node_modules', 'binaryen', 'package.json'),
      inRepository('node_modules', 'esbuild', 'package.json'),
    ],
    outputs: [GLUE, WASM, TYPES],
    make: () => bindAndShrink(compiled),
  });
  return made ? 'www/wasm made' : 'www/wasm up to date';
}

/**
 * The release build of the root crate.
 * @returns {Promise<string>} the raw wasm file
 */
async function compile() {
  const sysroot = (await mustRun('rustc', ['--print', 'sysroot'], { show: false })).output.trim();
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  // Without this the builder's folders would ship inside the wasm, as texts.
  const remaps = [
    [join(cargoHome, 'registry', 'src'), 'registry'],
    [root, 'workspace'],
    [sysroot, 'rust'],
  ];
  const flags = remaps.map(([from, to]) => `--remap-path-prefix=${from}=/${to}`);
  // `--crate-type cdylib`: the manifest's two crate types together would switch link-time optimisation off (cargo#9672).
  await mustRun(
    'cargo',
    [
      'rustc',
      '--package',
      'xpollens-onboarding',
      '--lib',
      '--crate-type',
      'cdylib',
      '--release',
      '--target',
      wasmTarget,
      '--',
      // Half a megabyte of stack lies below the data. With the usual one its addresses would be a byte longer each.
      '-Clink-arg=-zstack-size=524288',
    ],
    {
      env: { CARGO_ENCODED_RUSTFLAGS: flags.join('\u001f'), RUSTFLAGS: undefined },
    },
  );
  return join(targetDirectory, wasmTarget, 'release', 'xpollens_onboarding.wasm');
}

/**
 * Made in a folder of its own, then moved: whoever loads www/wasm meanwhile never sees half of it.
 * @param {string} compiled the raw wasm file
 */
async function bindAndShrink(compiled) {
  const work = inRepository('target', 'build', 'module');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(OUT, { recursive: true });

  await mustRun(builtProgram('bindgen'), [
    compiled,
    '--target',
    'web',
    '--omit-default-module-path', // load.js names it
    '--remove-producers-section',
    '--out-name',
    'module',
    '--out-dir',
    work,
  ]);
  // Read only now: the tools of npm may not have been there when the program began.
  const { silencePanics, blankUnread } = await import('./silent-panics.mjs');
  const [named, small] = ['module_bg.wasm', 'small.wasm'].map((name) => join(work, name));
  writeFileSync(named, silencePanics(readFileSync(named)));
  // npm's binaryen: older ones, such as Debian's, write a module that no browser takes, and report success.
  const { output } = await mustRun(
    inRepository('node_modules', '.bin', 'wasm-opt'),
    // Flattened first, and twice, and with fewer locals at last: each measured smaller after brotli.
    [
      // The first kilobyte is the far end of the stack: no address is counted from there.
      '--low-memory-unused',
      '--flatten',
      '--rereloop',
      '-Oz',
      '-Oz',
      '--merge-locals',
      '--reorder-locals',
      '--minify-imports-and-exports-and-modules',
      named,
      '-o',
      small,
    ],
    { show: false },
  );
  writeFileSync(small, orderFunctions(blankUnread(readFileSync(small))));
  const glue = join(work, 'module.js');
  const launch = withShortNames(withPlainTexts(withOwnInstances(readFileSync(glue, 'utf8'))), JSON.parse(output));
  const digest = createHash('sha384').update(readFileSync(small)).digest('base64');
  writeFileSync(glue, `${launch}export const digest = '${digest}';\n`);
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    join(work, 'module.js'),
    '--bundle', // with the scripts that the wasm calls: www/locale.js
    '--minify',
    '--format=esm',
    '--legal-comments=none',
    '--log-level=warning',
    `--outfile=${join(work, 'small.js')}`,
  ]);

  move(small, WASM);
  move(join(work, 'small.js'), GLUE);
  const types = join(work, 'module.d.ts');
  writeFileSync(types, withLaunchType(readFileSync(types, 'utf8')));
  move(types, TYPES);
}

/**
 * The glue as a function that starts an instance of its own at each call, from the bytes that load.js has fetched. The glue as
 * it comes is one instance for ever, which knows five ways to start and warns of each in words.
 *
 * What enters the instance passes a guard. An error that leaves it, a panic's trap above all, has cut off whatever ran:
 * the instance is not entered again, what it has of the page is given back, its memory is blanked, and `onCrash` hears of
 * it once.
 * @param {string} glue
 */
function withOwnInstances(glue) {
  const end = glue.indexOf('let wasmModule, wasmInstance, wasm;');
  const known = ['wasm = instance.exports;', 'wasm.__wbindgen_start();', 'async function __wbg_load('];
  const scripts = glue.match(/^import .*$/gm) ?? [];
  const own = withoutOldBrowsers(glue.slice(0, end)).replace(/^(import .*|export (?=class Handle |function start\())/gm, '');
  const body = withAccount(own);
  if (end < 0 || !known.every((part) => glue.includes(part, end)) || /^export /m.test(body))
    throw new Error('The glue does not start as it did: has wasm-bindgen changed?');
  return `${scripts.join('\n')}
export default async function launch(bytes, onCrash) {
const taken = new Map();
${body}
let wasm, isCrashed;
const guarded = (entry) => (...args) => {
  if (!isCrashed) {
    try {
      return entry(...args);
    } catch (cause) {
      isCrashed = true;
      // Not before what called the instance, and was called by it, has come to its end.
      queueMicrotask(() => {
        taken.forEach((giveBack) => giveBack());
        new Uint8Array(wasm.memory.buffer).fill();
      });
      onCrash(cause);
    }
  }
  // What the glue can take for any result.
  return [];
};
const imports = __wbg_get_imports();
const { instance } = await WebAssembly.instantiate(bytes, imports);
wasm = { ...instance.exports };
for (const name of Object.keys(wasm)) if (typeof wasm[name] === 'function') wasm[name] = guarded(wasm[name]);
wasm.__wbindgen_start();
return start;
}
`;
}

/** What the glue has for browsers older than the README names, or for what is not done here: what it is, what stays. */
const FOR_OTHERS = /** @type {const} */ ([
  [/\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{ register: \(\) => \{\}, unregister: \(\) => \{\} \}\s*: /g, ''],
  [/^if \(Symbol\.dispose\).*$/m, ''],
  [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[\s\S]*?^\}$/m, ''],
  [/^ {4}if \(realloc === undefined\) \{[\s\S]*?^ {4}\}$/m, ''],
  [/(\w+)\.buffer\.detached === true \|\| \(\1\.buffer\.detached === undefined && (\1\.buffer !== wasm\.memory\.buffer)\)/, '$2'],
  [/^function GetOwnOrInheritedPropertyDescriptor\([\s\S]*?^\}$/m, ''],
  [/GetOwnOrInheritedPropertyDescriptor/g, 'Object.getOwnPropertyDescriptor'],
  [/let result;\s*try \{\s*result = (arg0 instanceof \w+);\s*\} catch \(_\) \{\s*result = false;\s*\}\s*const ret = result;/g, 'const ret = $1;'],
]);

/**
 * The glue without that: a sixth of a kilobyte to download.
 * @param {string} glue
 */
function withoutOldBrowsers(glue) {
  return FOR_OTHERS.reduce((left, [part, rest]) => {
    if (left.search(part) < 0) throw new Error(`The glue has no ${part}: has wasm-bindgen changed?`);
    return left.replace(part, rest);
  }, glue);
}

/** What an instance takes of the page and gives back: where the glue does it, and what is noted of it there. */
const ACCOUNT = [
  ['EventTarget.prototype.removeEventListener.call(', 'taken.delete(arg3); EventTarget.prototype.removeEventListener.call('],
  [
    'EventTarget.prototype.addEventListener.call(arg0, getStringFromWasm0(arg1, arg2), arg3);',
    `const type = getStringFromWasm0(arg1, arg2);
     EventTarget.prototype.addEventListener.call(arg0, type, arg3);
     taken.set(arg3, () => EventTarget.prototype.removeEventListener.call(arg0, type, arg3));`,
  ],
  ['const ret = setTimeout(arg0, arg1);', 'const ret = setTimeout(arg0, arg1); taken.set(ret, () => clearTimeout(ret));'],
  ['const ret = clearTimeout(arg0);', 'taken.delete(arg0); const ret = clearTimeout(arg0);'],
  ['const ret = new AbortController();', 'const ret = new AbortController(); taken.set(ret, () => ret.abort());'],
  ['arg0.abort();', 'taken.delete(arg0); arg0.abort();'],
];

/**
 * The glue that keeps account of the instance's listeners, timers and requests: their owners in Rust give them back, but not
 * after a crash.
 * @param {string} glue
 */
function withAccount(glue) {
  return ACCOUNT.reduce((noted, [taking, note]) => {
    if (!noted.includes(taking)) throw new Error(`The glue has no ${taking}: has wasm-bindgen changed?`);
    return noted.replaceAll(taking, note);
  }, glue);
}

/**
 * The types of that function and of what it answers.
 * @param {string} types those of the glue as it comes
 */
function withLaunchType(types) {
  const end = types.indexOf('export type InitInput');
  if (end < 0) throw new Error('The types of the glue are not what they were: has wasm-bindgen changed?');
  return `${types.slice(0, end).replace('export function start', 'export declare function start')}
export default function launch(wasm: ArrayBuffer, onCrash: (cause: unknown) => void): Promise<typeof start>;
/** SHA-384 of the wasm file, in base64. */
export const digest: string;
`;
}

/**
 * The glue with texts that cross the border one way. The one it comes with tries for ASCII first, and makes a new decoder
 * after two gigabytes (a fifth of a kilobyte to download).
 * @param {string} glue
 */
function withPlainTexts(glue) {
  /** @type {[from: string, to: string, replacement: string][]} */
  const parts = [
    [
      'function passStringToWasm0(arg, malloc, realloc)',
      '\n}\n',
      `function passStringToWasm0(text, allocate) {
  const bytes = cachedTextEncoder.encode(text);
  const pointer = allocate(bytes.length, 1) >>> 0;
  getUint8ArrayMemory0().set(bytes, pointer);
  WASM_VECTOR_LEN = bytes.length;
  return pointer;
}
`,
    ],
    [
      'function decodeText(bytes)',
      '\n}\n',
      `function decodeText(bytes) {
  return cachedTextDecoder.decode(bytes);
}
`,
    ],
  ];
  return parts.reduce((text, [from, to, replacement]) => {
    const start = text.indexOf(from);
    if (start < 0) throw new Error(`The glue has no \`${from}\`: has wasm-bindgen changed?`);
    return text.slice(0, start) + replacement + text.slice(text.indexOf(to, start) + to.length);
  }, glue);
}

/**
 * The glue with the short names that wasm-opt gave to what crosses the border: the long ones end in hashes, which do
 * not compress, and stand in both files (4 kB less to download).
 * @param {string} glue
 * @param {{ imports: [module: string, name: string, short: string][], exports: [name: string, short: string][] }} names
 */
function withShortNames(glue, names) {
  const imports = new Map(names.imports.map(([, name, short]) => [name, short]));
  const exports = new Map(names.exports.map(([name, short]) => [name, short]));
  /** @type {Set<string>} */
  const renamed = new Set();
  const rename = (/** @type {Map<string, string>} */ table, /** @type {string} */ name) => {
    const short = table.get(name);
    if (short !== undefined) renamed.add(name);
    return short ?? name;
  };
  const short = glue
    .replace(/^( *)(__wb\w+)(?=: ?(?:function|\())/gm, (_, indent, name) => indent + rename(imports, name))
    .replace(/\bwasm\.(\w+)/g, (_, name) => `wasm.${rename(exports, name)}`)
    .replaceAll(/"\.\/module_bg\.js": ?(?=import0)/g, 'a: ');
  const missing = [...imports.keys()].filter((name) => !renamed.has(name));
  if (missing.length > 0) throw new Error(`The glue does not name ${missing.join(', ')}: has wasm-bindgen changed?`);
  return short;
}

/**
 * Replaces a file in one step, also where the build folder is on another disk.
 * @param {string} from
 * @param {string} to
 */
function move(from, to) {
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}
