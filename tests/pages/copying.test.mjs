// @ts-check
// Texts that a customer selects and copies by hand: the code and the account number without the spaces
// on the screen. WebKit's driver cannot triple-click.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ENGINES } from '../support/engines/engines.mjs';
import { example } from '../support/played-backend.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { CODE } from './look.mjs';
import { startPlayedSite } from './played-site.mjs';

const AROUND = { name: 'a place to paste', html: '<body>{module}<textarea id="paste"></textarea>' };

/** @type {[what: string, state: string, place: string, text: string][]} */
const TEXTS = [
  ['the code', 'code', '.figures', CODE],
  ['the account number', 'transfer', '.account-line:nth-child(2) .account-value', example('snapshot.transfer').transfer.iban],
];

/** @type {import('./played-site.mjs').PlayedSite} */
let site;
before(async () => {
  site = await startPlayedSite();
});
after(() => site?.stop());

for (const { name, open } of ENGINES.filter(({ name }) => name !== 'webkit')) {
  test(`copying by hand in ${name}`, TEST_PATIENCE, async (t) => {
    const engine = await open();
    t.after(engine.close);
    const { page } = engine;
    for (const [what, state, place, text] of TEXTS) {
      await page.goto(site.show(AROUND, state));
      await page.locator(place).click({ clickCount: 3, position: { x: 10, y: 10 } });
      await page.keyboard.press('Control+c');
      await page.locator('#paste').click();
      await page.keyboard.press('Control+v');
      const pasted = await page.locator('#paste').inputValue();
      assert.equal(pasted, text, what);
    }
  });
}
