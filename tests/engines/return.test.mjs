// @ts-check
// A customer leaves the page while it shows the code, and comes back through the history. The page is restored, and
// shows the code only on request. The page reports its content itself (`witness.js`), because WebKit's driver loses a
// page that comes back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desktop, newCustomer } from '../support/desktop.mjs';
import { startHarness } from '../support/harness.mjs';
import { TEST_PATIENCE } from '../support/patience.mjs';
import { ENGINES } from '../support/engines/engines.mjs';
import { startStrictHost } from '../support/engines/strict-host.mjs';

const SECOND = 1000;

// Firefox does not keep a page with an open request, so the backend holds none here and there are pauses between them.
const PLAIN_POLLS = '[limits]\nlong_poll_seconds = 0\n';
// It does not keep a page that holds a lock either, and decides before the page hears that it is left (`ACTIVE_LOCK` in
// its sources). The browser therefore has no locks here, and each tab asks for itself.
const WITHOUT_LOCKS = ['firefox'];

/** @type {import('../support/harness.mjs').Harness} */
let funnel;
before(async () => {
  funnel = await startHarness({ settings: PLAIN_POLLS });
});
after(() => funnel?.stop());

for (const { name, open } of ENGINES) {
  test(`a code is not shown again on return without a press in ${name}`, TEST_PATIENCE, async (t) => {
    const host = await startStrictHost(funnel.urls.page);
    t.after(host.stop);
    const engine = await open();
    t.after(engine.close);
    const desktop = new Desktop(engine);
    const query = WITHOUT_LOCKS.includes(name) ? '&without-locks' : '';
    await desktop.visit(host.url, { query });
    await desktop.giveDetails(newCustomer());
    await funnel.sandbox.advance(5 * SECOND);
    // After a reload the page asks at once. A page that the engine considers hidden asks once a minute.
    await desktop.visit(host.url, { query, heading: 'handoff.heading' });
    await desktop.seeCode();
    const code = await desktop.readCode();
    assert.equal(holds(await desktop.readAll(), code), true, 'the code is on the screen before');

    await desktop.page.evaluate(leaveAfterNextPoll);
    const [atOnce, settled] = await host.returned;
    assert.equal(holds(atOnce ?? '', code), false, 'the code is not shown at once after the return');
    assert.equal(holds(settled ?? '', code), false, 'the code is not shown again without a press');
    assert.ok(settled?.includes(desktop.text('handoff.show')), 'a press shows it again');
  });
}

/** Runs in the page: an answer is complete, and the next request follows after a pause. */
function leaveAfterNextPoll() {
  new PerformanceObserver(() => location.assign('terms/account?back')).observe({ type: 'resource' });
}

/**
 * Whether markup shows the code, in any grouping.
 * @param {string} markup
 * @param {string} code
 */
const holds = (markup, code) => markup.replaceAll(/<[^>]*>|\s/g, '').toLowerCase().includes(code.toLowerCase());
