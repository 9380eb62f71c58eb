// @ts-check
// Generates backend/data/phones.tsv, the numbering plan of every country, and phone-examples.tsv for its tests. To
// update them by hand, change EDITION, run `node scripts/build-phones.mjs`, review the difference and commit the files.
// Source: Google's libphonenumber metadata (Apache-2.0) as npm libphonenumber-js (MIT) publishes it.

import { writeFileSync } from 'node:fs';
import { readPublished } from './published-package.mjs';
import { inRepository } from './repository.mjs';

const PACKAGE = 'libphonenumber-js';
/** Carries metadata 9.0.43 (its CHANGELOG.md). */
const EDITION = '1.13.16';

// Positions in the arrays of version 4 of the metadata.
const CODE = 0;
const INTERNATIONAL_PREFIX = 1;
const GENERAL = 2;
const LENGTHS = 3;
const NATIONAL_PREFIX = 5;
const PREFIX_FOR_PARSING = 7;
const TRANSFORM = 8;
const TYPES = 11;
const FIXED_LINE = 0;
const MOBILE = 1;
/** Toll-free, premium rate, voicemail, company-wide, pager, shared cost. Personal and internet numbers may receive an SMS. */
const NEVER_MOBILE = [2, 3, 5, 6, 7, 9];

/** @typedef {any[]} Plan one country, as the metadata has it */

const FILES = ['metadata.max.json', 'examples.mobile.json'];
const [json = '', examples = ''] = await readPublished(PACKAGE, EDITION, FILES);
/** @type {{ version: number, country_calling_codes: Record<string, string[]>, countries: Record<string, Plan>, nonGeographic: Record<string, Plan> }} */
const metadata = JSON.parse(json);
if (metadata.version !== 4) throw new Error(`metadata version ${metadata.version}: the places in its arrays may differ`);

// The main country of a calling code comes first. The rest of the file relies on that order.
const regions = Object.values(metadata.country_calling_codes).flat();
const lines = [
  ...regions.map((region) => line(region, metadata.countries[region] ?? [])),
  ...Object.values(metadata.nonGeographic).map((plan) => line('', plan)),
];
writeFileSync(inRepository('backend', 'data', 'phones.tsv'), lines.join(''));
/** @type {[string, string][]} */
const all = Object.entries(JSON.parse(examples));
// The example of a country without mobile numbers is a fixed line.
const mobiles = all.filter(([region]) => metadata.countries[region]?.[TYPES]?.[MOBILE] !== undefined);
const international = mobiles.map(([region, number]) => `${region}\t+${metadata.countries[region]?.[CODE]}${number}\n`);
writeFileSync(inRepository('backend', 'data', 'phone-examples.tsv'), international.sort().join(''));

/**
 * Country, calling code, international prefix, national prefix and its replacement, lengths of mobile numbers, then the
 * patterns of any number, fixed lines, mobile numbers and numbers that are never mobile. `=` means that the pattern of
 * fixed lines also describes mobile numbers.
 * @param {string} region
 * @param {Plan} plan
 */
function line(region, plan) {
  const types = plan[TYPES] ?? [];
  const pattern = (/** @type {number} */ type) => types[type]?.[0];
  const hasTypes = types.length > 0;
  const mobile = pattern(MOBILE);
  const columns = [
    region,
    plan[CODE],
    plan[INTERNATIONAL_PREFIX] === '00' ? '' : plan[INTERNATIONAL_PREFIX],
    plan[PREFIX_FOR_PARSING] || plan[NATIONAL_PREFIX],
    plan[TRANSFORM],
    (types[MOBILE]?.[1] ?? plan[LENGTHS] ?? []).join(' '),
    plan[GENERAL],
    pattern(FIXED_LINE),
    hasTypes && mobile === '' ? '=' : mobile,
    NEVER_MOBILE.map(pattern).filter(Boolean).join('|'),
  ];
  return `${columns.map((column) => column || '').join('\t')}\n`;
}
