// @ts-check
// Builds the module: the root crate becomes www/wasm/module_bg.wasm and its JavaScript glue, www/wasm/module.js, in
// four steps: cargo, wasm-bindgen, wasm-opt, esbuild (bundle-glue.mjs). build-engine.mjs makes the same as JavaScript.

import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './command.mjs';
import { buildEngine } from './build-engine.mjs';
import { makeIfChanged } from './build-memory.mjs';
import { bundleGlue } from './bundle-glue.mjs';
import { builtProgram, inRepository, root, targetDirectory, wasmTarget } from './repository.mjs';

const OUT = inRepository('www', 'wasm');
const GLUE = join(OUT, 'module.js');
const WASM = join(OUT, 'module_bg.wasm');
/** Not shipped. `tsc` uses it to check www/ against the real exports of Rust. */
const TYPES = join(OUT, 'module.d.ts');
/** The type of the glue after bundle-glue.mjs. */
const GLUE_TYPE = `
/** Makes a copy of the glue with its own variables, for one instance of the wasm. */
export default function makeGlue(): import('../instance.js').Glue<typeof start>;
`;

/** Options of wasm-opt. Flattening twice, several passes, and fewer locals at the end each made the brotli size smaller. */
const SHRINK = [
  // No address is in the first kilobyte, because it is the far end of the stack.
  '--low-memory-unused',
  // A function with one caller is copied into it only if it is small: locals of a large function have long numbers.
  '--one-caller-inline-max-function-size=200',
  // Functions that differ in constants only become one: 0.1 kB.
  '--duplicate-function-elimination',
  '--merge-similar-functions',
  '--flatten',
  '--rereloop',
  '-Os',
  '--flatten',
  '--rereloop',
  '-Oz',
  '-Oz',
  '--merge-locals',
  '--reorder-locals',
  // Functions from one generic function then lie side by side and compress better: 0.6 kB.
  '--reorder-functions-by-name',
  // The long names end in hashes, which do not compress, and appear in the wasm and in the glue: 4 kB less to download.
  '--minify-imports-and-exports-and-modules',
];

/**
 * Builds the module. Skips steps whose inputs have not changed.
 * @returns {Promise<string>} a sentence that says whether anything had to be made
 */
export async function buildModule() {
  const compiled = await compile();
  // The wasm-bindgen command line comes from this workspace, so the lock file gives it the version of the library.
  await mustRun('cargo', ['build', '--package', 'wasm-bindgen-runner']);
  const made = await makeIfChanged({
    name: 'module',
    inputs: [
      compiled,
      builtProgram('bindgen'),
      fileURLToPath(import.meta.url),
      inRepository('scripts', 'bundle-glue.mjs'),
      inRepository('node_modules', 'binaryen', 'package.json'),
      inRepository('node_modules', 'esbuild', 'package.json'),
    ],
    outputs: [GLUE, WASM, TYPES],
    make: () => bindAndShrink(compiled),
  });
  const translated = await buildEngine(compiled);
  return made || translated ? 'www/wasm made' : 'www/wasm up to date';
}

/**
 * The release build of the root crate.
 * @returns {Promise<string>} the raw wasm file
 */
async function compile() {
  const sysroot = (await mustRun('rustc', ['--print', 'sysroot'], { show: false })).output.trim();
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  // Without this, paths of the build machine would be texts in the wasm.
  const remaps = [
    [join(cargoHome, 'registry', 'src'), 'registry'],
    [root, 'workspace'],
    [sysroot, 'rust'],
  ];
  const flags = remaps.map(([from, to]) => `--remap-path-prefix=${from}=/${to}`);
  // `--crate-type cdylib`: with both crate types of the manifest, cargo switches link-time optimisation off
  // (cargo#9672).
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
      // Half a megabyte of stack lies below the data. With the default size, addresses would be one byte longer.
      '-Clink-arg=-zstack-size=524288',
      // Switches off two optimisations for speed that nobody would notice: one adds variables for loop counters, the
      // other duplicates expressions. 1.1 kB.
      '-Cllvm-args=-disable-lsr -enable-pre=false',
    ],
    {
      env: { CARGO_ENCODED_RUSTFLAGS: flags.join('\u001f'), RUSTFLAGS: undefined },
    },
  );
  return join(targetDirectory, wasmTarget, 'release', 'xpollens_onboarding.wasm');
}

/**
 * Made in a temporary folder, then moved, so that a page that loads www/wasm meanwhile never gets a half-written file.
 * @param {string} compiled the raw wasm file
 */
async function bindAndShrink(compiled) {
  const work = inRepository('target', 'build', 'module');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(OUT, { recursive: true });

  // `bundler` makes plain functions, and the caller creates the instance. `web` would allow one instance only.
  const options = ['--target', 'bundler', '--remove-producers-section', '--out-name', 'module', '--out-dir', work];
  await mustRun(builtProgram('bindgen'), [compiled, ...options]);
  const small = join(work, 'small.wasm');
  // From npm: older versions of binaryen, such as Debian's, write a module that no browser accepts, and report success.
  const { output } = await mustRun(inRepository('node_modules', '.bin', 'wasm-opt'), [
    ...SHRINK,
    join(work, 'module_bg.wasm'),
    '-o',
    small,
  ], { show: false });
  await bundleGlue(work, JSON.parse(output));

  move(small, WASM);
  move(join(work, 'glue.js'), GLUE);
  const types = join(work, 'module.d.ts');
  appendFileSync(types, GLUE_TYPE);
  move(types, TYPES);
}

/**
 * Replaces a file in one step, even if the build folder is on another disk.
 * @param {string} from
 * @param {string} to
 */
function move(from, to) {
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}
