// @ts-check
// The identification provider's page: document, selfie video, send, `#SUCCESS`.
// It plays another company's page inside the wallet app, so it shares no state with the app. Pictures
// never leave the page. The sandbox gets only their number, and the customer's e-mail alias decides the result.

import { CallError, identificationPage, refuseScan, submitIdentification } from '../api.js';
import { byId } from '../dom.js';
import { chooseLanguage, textsFor } from '../texts.js';
import { captureDocument, chooseDocument } from './document.js';
import { captureSelfie } from './selfie.js';
import { send } from './send.js';

/** Length of the video of the face, in seconds. */
const SELFIE_SECONDS = 6;
/** With `?fast=1` a second of video passes in this many milliseconds; otherwise in a thousand. */
const FAST_SECOND_MS = 50;

const query = new URLSearchParams(location.search);
const language = chooseLanguage(query.get('lang'), navigator.languages);
const texts = textsFor(language).webview;
document.documentElement.lang = language;
byId('provider').textContent = texts.provider;

const place = byId('screen');

/**
 * Shows a screen and moves the focus to its heading.
 * @param {HTMLElement} node
 */
function show(node) {
  place.replaceChildren(node);
  window.scrollTo(0, 0);
  node.querySelector('h1')?.focus({ preventScroll: true });
}

/**
 * @param {string} token
 * @returns {Promise<string>} why the scan could not be refused; empty if it was
 */
async function refuse(token) {
  try {
    await refuseScan(token);
    return '';
  } catch (error) {
    return error instanceof CallError && error.status === 409 ? texts.selfieNeeded : texts.sendFailed;
  }
}

async function run() {
  const token = query.get('token') ?? '';
  // Without an answer it continues as usual, because sending reports the error.
  const { proof } = await identificationPage(token).catch(() => ({ proof: 'selfie' }));
  const documentType = await chooseDocument(texts, show);
  const images = await captureDocument(documentType, texts, show);
  const secondMs = query.get('fast') === '1' ? FAST_SECOND_MS : 1000;
  const video = { seconds: SELFIE_SECONDS, secondMs, refuse: () => refuse(token) };
  const isFilmed = proof !== 'transfer' && (await captureSelfie(video, texts, show));
  const selfieSeconds = isFilmed ? SELFIE_SECONDS : 0;
  const text = isFilmed ? texts.sendText : texts.sendDocumentText;
  await send(() => submitIdentification(token, { documentType, images, selfieSeconds }), text, texts, show);
  location.hash = '#SUCCESS';
}

void run();
