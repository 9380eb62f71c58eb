// @ts-check
// Makes the module: the root crate becomes www/wasm/module_bg.wasm and its JavaScript glue, www/wasm/module.js.
// Six steps, each smaller than the last: cargo, wasm-bindgen, panics silenced, wasm-opt, functions put in order, esbuild.

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
    // Flattened first, and twice: each measured smaller after brotli.
    [
      // The first kilobyte is the far end of the stack: no address is counted from there.
      '--low-memory-unused',
      '--flatten',
      '--rereloop',
      '-Oz',
      '-Oz',
      '--minify-imports-and-exports-and-modules',
      named,
      '-o',
      small,
    ],
    { show: false },
  );
  writeFileSync(small, orderFunctions(blankUnread(readFileSync(small))));
  const glue = join(work, 'module.js');
  writeFileSync(glue, withShortNames(withPlainStart(readFileSync(glue, 'utf8')), JSON.parse(output)));
  await mustRun(inRepository('node_modules', '.bin', 'esbuild'), [
    join(work, 'module.js'),
    '--minify',
    '--format=esm',
    '--legal-comments=none',
    '--log-level=warning',
    `--outfile=${join(work, 'small.js')}`,
  ]);

  move(small, WASM);
  move(join(work, 'small.js'), GLUE);
  move(join(work, 'module.d.ts'), TYPES);
}

/**
 * The glue with a start that knows one way: from the response that load.js has fetched. The one it comes with knows five,
 * and warns of each in words (half a kilobyte to download). A server that names another type is still obeyed.
 * @param {string} glue
 */
function withPlainStart(glue) {
  const start = glue.indexOf('async function __wbg_load(');
  const known = ['function __wbg_get_imports(', 'function __wbg_finalize_init(instance, module)'];
  if (start < 0 || !known.every((part) => glue.includes(part)))
    throw new Error('The glue does not start as it did: has wasm-bindgen changed?');
  return `${glue.slice(0, start)}
export default async function start_module({ module_or_path: response }) {
  const imports = __wbg_get_imports();
  const { instance, module } = await (response.headers.get('Content-Type') === 'application/wasm'
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports));
  return __wbg_finalize_init(instance, module);
}
`;
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
