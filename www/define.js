// @ts-check
/** Defines `<xpollens-onboarding>` when imported: `import 'xpollens-onboarding/element'`. */
import { define } from './index.js';

define();
