// @ts-check
// `npm run deny`: checks the licences, sources and versions of all crates, and whether one has a known vulnerability. Needs the list of known
// vulnerabilities from the network; the stage `deny` of `npm test` does without.

import { OFFLINE, ONLINE, checkDependencies } from './check-dependencies.mjs';
import { endWith } from './progress.mjs';

try {
  await checkDependencies([...OFFLINE, ...ONLINE]);
} catch (error) {
  endWith(error);
}
