// @ts-check
// Makes the module: the root crate becomes www/wasm/module_bg.wasm and its JavaScript glue, www/wasm/module.js.
// Four steps: cargo, wasm-bindgen, wasm-opt, esbuild (bundle-glue.mjs).

import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './command.mjs';
import { makeIfChanged } from './build-memory.mjs';
import { bundleGlue } from './bundle-glue.mjs';
import { builtProgram, inRepository, root, targetDirectory, wasmTarget } from './repository.mjs';

const OUT = inRepository('www', 'wasm');
const GLUE = join(OUT, 'module.js');
const WASM = join(OUT, 'module_bg.wasm');
/** Not shipped: with it `tsc` checks www/ against what Rust really exports. */
const TYPES = join(OUT, 'module.d.ts');
/** The type of what bundle-glue.mjs makes of the glue. */
const GLUE_TYPE = `
/** A copy of the glue, with variables of its own: one for each instance of the wasm. */
export default function makeGlue(): import('../instance.js').Glue<typeof start>;
`;

/** What wasm-opt does. Flattened first, and twice, and with fewer locals at last: each measured smaller after brotli. */
const SHRINK = [
  // The first kilobyte is the far end of the stack: no address is counted from there.
  '--low-memory-unused',
  '--flatten',
  '--rereloop',
  '-Oz',
  '-Oz',
  '--merge-locals',
  '--reorder-locals',
  // Functions that come from one generic function lie side by side then, and compress better: 0.6 kB.
  '--reorder-functions-by-name',
  // Names of imports and exports end in hashes, which do not compress, and stand in wasm and glue: 4 kB less to download.
  '--minify-imports-and-exports-and-modules',
];

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
      inRepository('scripts', 'bundle-glue.mjs'),
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
      // Without two optimisations for speed that nobody feels: one counts loops in more variables, one copies expressions to where
      // they are partly known. 1.1 kB.
      '-Cllvm-args=-disable-lsr -enable-pre=false',
    ],
    {
      env: { CARGO_ENCODED_RUSTFLAGS: flags.join('\u001f'), RUSTFLAGS: undefined },
    },
  );
  return join(targetDirectory, wasmTarget, 'release', 'xpollens_onboarding.wasm');
}

/**
 * Made in a folder of its own, then moved: a page that loads www/wasm meanwhile never gets a half-written file.
 * @param {string} compiled the raw wasm file
 */
async function bindAndShrink(compiled) {
  const work = inRepository('target', 'build', 'module');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(OUT, { recursive: true });

  // `bundler`: the glue is plain functions, and the caller makes the instance. `web` would be one instance for ever.
  const options = ['--target', 'bundler', '--remove-producers-section', '--out-name', 'module', '--out-dir', work];
  await mustRun(builtProgram('bindgen'), [compiled, ...options]);
  const small = join(work, 'small.wasm');
  // npm's binaryen: older ones, such as Debian's, write a module that no browser takes, and report success.
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
 * Replaces a file in one step, also where the build folder is on another disk.
 * @param {string} from
 * @param {string} to
 */
function move(from, to) {
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}
