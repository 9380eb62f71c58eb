// @ts-check
// Entry of the simulated phone, which plays *Xpollens Authenticator* on a web page, with the sandbox's phone API.
// It is bundled into one file with its QR decoder (npm `jsqr`), so that the page runs under a strict policy.
// `screens/` has the screens, `stage.js` decides which one is shown, `app.js` calls the sandbox.

import { phoneApi } from './api.js';
import { startApp } from './app.js';
import { deviceStore } from './device.js';
import { byId } from './dom.js';
import { chooseLanguage, textsFor } from './texts.js';

const query = new URLSearchParams(location.search);
const language = chooseLanguage(query.get('lang'), navigator.languages);
const texts = textsFor(language);
document.documentElement.lang = language;

const store = deviceStore(localStorage);
byId('caption-text').textContent = texts.caption;
const reset = byId('reset');
reset.textContent = texts.resetPhone;
reset.addEventListener('click', () => {
  store.reset();
  location.reload();
});

startApp({
  api: phoneApi(store.deviceId),
  store,
  texts,
  language,
  isFast: query.get('fast') === '1',
});
