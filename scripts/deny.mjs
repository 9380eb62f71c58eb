// @ts-check
// `npm run deny`: checks the licences, sources and versions of all crates, and whether one has a known weakness. Needs the list of known
// weaknesses from the network; the stage `deny` of `npm test` does without.

import { OFFLINE, ONLINE, checkDependencies } from './check-dependencies.mjs';
import { endWith } from './progress.mjs';

try {
  await checkDependencies([...OFFLINE, ...ONLINE]);
} catch (error) {
  endWith(error);
}
