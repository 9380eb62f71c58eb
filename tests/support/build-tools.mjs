// @ts-check
// Build tools as partners use them: a small project for each, without a line of configuration for our package. The quick
// ones run in the stage `packaging`, all of them by `npm run matrix`.

/**
 * How the page loads the package: by the default entry, by the entry that contains the wasm, or with the wasm's own address.
 * @typedef {'default' | 'inline' | 'address'} Way
 *
 * The expected result: the first form with its style, or advice for the developer on the console.
 * @typedef {'form' | 'words'} Seen
 *
 * @typedef {object} BuildTool
 * @property {string} name
 * @property {Record<string, string>} packages what is installed, in exact versions
 * @property {Record<string, string> | ((way: Way) => Record<string, string>)} [files] path and text; beside `main.js`, or in place of it if they
 *   differ with the way
 * @property {string} [build] command, with programs of the packages; writes `out`
 * @property {string} [serve] command of a development server, in place of `build`; PORT stands for the port
 * @property {string} [out] folder that a static host serves. Default: `out`
 * @property {string} [main] path of the script in the project. Default: `main.js`
 * @property {Partial<Record<Way, Seen>>} ways
 * @property {boolean} [hasInlineScripts] whether the policy needs the digests of scripts that the tool writes into its page
 * @property {boolean} [isFree] whether the page is visited without the strict policy, which refuses scripts of the framework
 * @property {boolean} [isQuick]
 */

/** The page that loads the built script. */
export const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Partner</title><link rel="icon" href="./icon.svg"></head>
  <body><main id="onboarding"></main><script type="module" src="./main.js"></script></body>
</html>
`;

export const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

/** @type {Record<Way, string>} */
const IMPORTS = {
  default: "import { mount } from 'xpollens-onboarding';\nconst wasmUrl = undefined;",
  inline: "import { mount } from 'xpollens-onboarding/inline';\nconst wasmUrl = undefined;",
  address: "import { mount } from 'xpollens-onboarding';\nimport wasmUrl from 'xpollens-onboarding/module.wasm?url';",
};

/**
 * The partner's script.
 * @param {Way} way
 */
export const mainScript = (way) => `${IMPORTS[way]}

mount(document.getElementById('onboarding'), { endpoint: '/api', token: 'session-token', language: 'en', wasmUrl });
`;

/** @param {string} rules */
const webpackConfig = (rules) => `export default {
  mode: 'production', entry: './main.js', output: { path: import.meta.dirname + '/out', filename: 'main.js' },
  performance: { hints: false }, module: { rules: [${rules}] },
};
`;
const WEBPACK = { webpack: '5.113.0', 'webpack-cli': '7.3.1' };
const ROLLUP = { rollup: '4.68.8', '@rollup/plugin-node-resolve': '16.0.3' };
/** The tools that do not follow the address of the wasm: they say so, and the other entry works. */
const WITHOUT_ADDRESS = /** @type {const} */ ({ default: 'words', inline: 'form' });
const FORM = /** @type {const} */ ({ default: 'form', inline: 'form' });

/** For tools that begin with the page. */
const VITE_PAGE = { 'index.html': PAGE, 'icon.svg': ICON };

/** @type {BuildTool[]} */
export const BUILD_TOOLS = [
  { name: 'esbuild', packages: { esbuild: '0.28.2' }, build: 'esbuild main.js --bundle --format=esm --outdir=out', ways: WITHOUT_ADDRESS, isQuick: true },
  { name: 'esbuild, script without a module', packages: { esbuild: '0.28.2' }, build: 'esbuild main.js --bundle --format=iife --log-override:empty-import-meta=silent --outdir=out', ways: WITHOUT_ADDRESS, isQuick: true },
  {
    name: 'Rollup',
    packages: ROLLUP,
    build: 'rollup main.js --dir out --plugin node-resolve --format es',
    ways: WITHOUT_ADDRESS,
    isQuick: true,
  },
  {
    name: 'Rollup, one file',
    packages: ROLLUP,
    build: 'rollup main.js --file out/main.js --plugin node-resolve --format iife',
    ways: { inline: 'form' },
    isQuick: true,
  },
  {
    name: 'webpack with css rules',
    packages: { ...WEBPACK, 'css-loader': '7.1.5', 'style-loader': '4.0.0' },
    files: { 'webpack.config.mjs': webpackConfig("{ test: /\\.css$/, use: ['style-loader', 'css-loader'] }") },
    build: 'webpack --config webpack.config.mjs',
    ways: FORM,
    isQuick: true,
  },
  {
    name: 'webpack',
    packages: WEBPACK,
    files: { 'webpack.config.mjs': webpackConfig('') },
    build: 'webpack --config webpack.config.mjs',
    ways: FORM,
  },
  {
    name: 'webpack with MiniCssExtract',
    packages: { ...WEBPACK, 'css-loader': '7.1.5', 'mini-css-extract-plugin': '2.10.2' },
    files: {
      'webpack.config.mjs': `import Extract from 'mini-css-extract-plugin';\n${webpackConfig(
        '{ test: /\\.css$/, use: [Extract.loader, "css-loader"] }',
      ).replace('module:', 'plugins: [new Extract()], module:')}`,
    },
    build: 'webpack --config webpack.config.mjs',
    ways: FORM,
  },
  {
    name: 'Rspack with css modules',
    packages: { '@rspack/core': '2.2.8', '@rspack/cli': '2.2.8' },
    files: { 'rspack.config.mjs': webpackConfig("{ test: /\\.css$/, type: 'css' }") },
    build: 'rspack build --config rspack.config.mjs',
    ways: FORM,
  },
  ...['7.3.8', '8.4.0'].flatMap((vite) => [
    { name: `Vite ${vite} build`, packages: { vite }, files: VITE_PAGE, build: 'vite build --outDir out', ways: { ...FORM, address: FORM.default } },
    { name: `Vite ${vite} dev`, packages: { vite }, files: VITE_PAGE, serve: 'vite --host 127.0.0.1 --strictPort --port PORT', ways: { ...(vite < '8' ? WITHOUT_ADDRESS : FORM), address: FORM.default } },
  ]),
  { name: 'Rolldown', packages: { rolldown: '1.3.3' }, build: 'rolldown main.js --dir out --format esm', ways: WITHOUT_ADDRESS },
  { name: 'Parcel', packages: { parcel: '2.16.4' }, files: VITE_PAGE, build: 'parcel build index.html --dist-dir out --no-source-maps', ways: FORM, hasInlineScripts: true },
  { name: 'Bun', packages: { bun: '1.4.5' }, build: 'bun build main.js --outdir out', ways: WITHOUT_ADDRESS },
];
