// @ts-check
// The pages of the documentation site, and where the text of each comes from. A page holds no text of its own: it is a file of the
// repository, or some sections of one. `FILE#heading` is a section, and `FILE#heading!` only what stands before its first subsection.

/**
 * @typedef {object} Page
 * @property {string} path in the site, without `.md`
 * @property {string} title
 * @property {string[]} from files or sections; a page without is made by code.mjs or playground.mjs
 *
 * @typedef {{ title: string, pages: Page[] }} Group
 */

/**
 * @param {string} path
 * @param {string} title
 * @param {...string} from
 * @returns {Page}
 */
const page = (path, title, ...from) => ({ path, title, from });

/** @type {Group[]} */
export const GROUPS = [
  {
    title: 'Start',
    pages: [
      page('index', 'xpollens-onboarding', 'README.md#xpollens-onboarding!', 'README.md#see-it-run', 'README.md#size', 'README.md#licence'),
      page('quick-start', 'Quick start', 'README.md#embed-it-in-ten-minutes!'),
      page('frameworks', 'Frameworks', 'docs/INTEGRATION.md#frameworks'),
      page('projects', 'A project for each framework'),
      page('build-tools', 'Build tools', 'docs/INTEGRATION.md#build-tools'),
      page('playground', 'Playground'),
    ],
  },
  {
    title: 'The element',
    pages: [
      page('options', 'Options', 'README.md#options'),
      page('events', 'Events', 'README.md#events'),
      page('error-codes', 'Error codes'),
      page('theming', 'Theming', 'README.md#look', 'CONTRIBUTING.md#add-a-theme'),
      page('languages', 'Languages', 'docs/INTEGRATION.md#your-own-language'),
      page('placement', 'Where the element may stand', 'docs/INTEGRATION.md#where-the-element-may-stand'),
      page('continue-on-this-phone', 'Continue on this phone', 'docs/INTEGRATION.md#continue-on-this-phone'),
    ],
  },
  {
    title: 'Your site',
    pages: [
      page('policy', 'Content security policy', 'README.md#content-security-policy'),
      page('self-hosting', 'Self-hosting', 'docs/INTEGRATION.md#a-faster-start', 'docs/INTEGRATION.md#digests', 'docs/INTEGRATION.md#without-webassembly'),
      page('cookie', 'Cookie mode', 'docs/INTEGRATION.md#a-cookie-instead-of-a-token'),
      page('known-customer', 'A customer whom you know', 'docs/INTEGRATION.md#a-customer-whom-you-know'),
      page('own-page', 'Your own page', 'docs/INTEGRATION.md#your-own-page'),
      page('browsers', 'Browsers', 'README.md#browsers'),
      page('accessibility', 'Accessibility', 'docs/ACCESSIBILITY.md'),
      page('states', 'What the customer sees', 'docs/states.md'),
    ],
  },
  {
    title: 'Your backend',
    pages: [
      page('backend-in-another-language', 'Write the backend yourself', 'contract/README.md'),
      page('reference-backend', 'The reference backend', 'backend/README.md'),
      page('sandbox', 'The sandbox', 'sandbox/README.md'),
    ],
  },
  {
    title: 'In production',
    pages: [
      page('going-live', 'Going live', 'docs/GOING-LIVE.md'),
      page('runbook', 'Runbook', 'docs/RUNBOOK.md'),
      page('scaling', 'Scaling', 'docs/SCALING.md'),
      page('security', 'Security', 'docs/SECURITY.md'),
      page('versions', 'Versions, support, upgrade', 'docs/VERSIONS.md'),
      page('changelog', 'Changelog', 'CHANGELOG.md'),
    ],
  },
  {
    title: 'Inside',
    pages: [page('architecture', 'Architecture', 'docs/ARCHITECTURE.md'), page('contributing', 'Contributing', 'CONTRIBUTING.md')],
  },
];

/** Sections of the files above that are on no page, because the site's menu is in their place. */
export const LEFT_OUT = ['README.md#read-on', 'docs/INTEGRATION.md#integration-guide'];
