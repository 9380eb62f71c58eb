// @ts-check
// Wherever a partner puts the element, the module uses the available width and the code can be scanned.

import { test } from 'node:test';
import { LAYOUTS } from './layouts.mjs';
import { openForTests } from './opened.mjs';
import { seeLayout } from './see-layout.mjs';

const opened = openForTests();

for (const layout of LAYOUTS)
  test(`the module uses the available width, and the code can be scanned: ${layout.name}`, () => seeLayout(opened, layout));
