// @ts-check
// `npm run bench`: measures what the module costs and how fast it is, in one run, and prints tables. No figure is an
// assertion, because times depend on the machine. The first line describes the machine. With words after `--`, only
// those parts run: callbacks, startup, javascript, code, places, size. `--against FOLDER` measures the start of another build, in
// `FOLDER`, too.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { launchChromium } from '../support/browser.mjs';
import { measureCallbacks } from './callbacks.mjs';
import { measureCode } from './code.mjs';
import { measureJavaScript } from './javascript.mjs';
import { measurePlaces } from './places.mjs';
import { measureStartup } from './startup.mjs';
import { endWith } from '../../scripts/progress.mjs';
import { printSizes } from '../../scripts/size.mjs';

const PARTS = {
  callbacks: measureCallbacks,
  startup: measureStartup,
  javascript: measureJavaScript,
  code: measureCode,
  places: measurePlaces,
  size: () => {
    console.log('\nAll that a page loads before the last step');
    printSizes();
  },
};

try {
  const { positionals: wanted, values } = parseArgs({ options: { against: { type: 'string' } }, allowPositionals: true });
  const unknown = wanted.filter((name) => !(name in PARTS));
  if (unknown.length > 0) throw new Error(`Unknown part: ${unknown.join(', ')}. There are ${Object.keys(PARTS).join(', ')}.`);
  await printMachine();
  for (const [name, measure] of Object.entries(PARTS)) if (wanted.length === 0 || wanted.includes(name)) await measure(values);
} catch (error) {
  endWith(error);
}

async function printMachine() {
  const browser = await launchChromium();
  const [{ model }] = cpus();
  console.log(`Chromium ${browser.version()}, Node ${process.version}, ${cpus().length} cores: ${model}`);
  await browser.close();
}
