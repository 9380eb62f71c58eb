// @ts-check
// Runs axe-core on a page, with the rules of WCAG 2.2 AA and best practices. Target size (2.5.8) is off in axe by
// default and is switched on here.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The violations on the screen and their elements.
 * @param {import('./desktop.mjs').Desktop} desktop
 * @param {string[]} [rules] only these, and only inside the module
 * @returns {Promise<{ rule: string, nodes: string[], why: string }[]>}
 */
export async function find({ page }, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { axe } = /** @type {any} */ (globalThis);
    const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const results = await axe.run(rules ? 'xpollens-onboarding' : document, {
      runOnly: rules ? { type: 'rule', values: rules } : all,
      ...(!rules && { rules: { 'target-size': { enabled: true } } }),
      resultTypes: ['violations'],
    });
    return results.violations.map((/** @type {any} */ violation) => ({
      rule: violation.id,
      nodes: violation.nodes.map((/** @type {any} */ node) => node.target.flat().join(' ')),
      why: violation.nodes[0].failureSummary,
    }));
  }, rules);
}
