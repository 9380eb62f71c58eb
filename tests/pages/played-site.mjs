// @ts-check
// A partner's site: any page around the module, the module's own files, and a fake backend, from one
// server, so that every engine gets the same. Read next: layouts.mjs, the first table of pages.

import { createServer } from 'node:http';
import { inRepository } from '../../scripts/repository.mjs';
import { demoRoutes } from '../../www/demo/server/routes.mjs';
import { example, usualAnswer } from '../support/played-backend.mjs';
import { STATES } from '../support/states.mjs';

const API = '/onboarding-api';
/** The countdown of a code that is shown for two minutes, once at least two seconds of it are over: a slow machine skips some. */
export const LATER_SECOND = /\b(0:\d\d|1:[0-4]\d|1:5[0-8])\b/;

/** The element as a partner writes it, and what defines it. */
const MODULE = `<xpollens-onboarding endpoint="${API}" language="en"></xpollens-onboarding>`;
const DEFINED = '<script type="module" src="/xpollens-onboarding/define.js"></script>';

/**
 * @typedef {object} PartnerPage a page around the module
 * @property {string} name what is special about it
 * @property {string} [html] the body's opening tag, if any, and its content; `{module}` stands for the element
 * @property {string} [head] more of the head
 * @property {string} [attributes] of `<html>`
 * @property {Record<string, string>} [headers] of the answer
 *
 * @typedef {object} PlayedSite
 * @property {string} url
 * @property {string[]} calls calls of the backend since the page was last set: `POST /onboarding/activation`
 * @property {(page: PartnerPage, state?: string) => string} show sets the page, and the state of the onboarding by its name in
 *   `states.mjs`; answers the page's address
 * @property {() => Promise<void>} polled resolves once the module has the first snapshot and asks for the next
 * @property {() => boolean} isAsked whether the module waits for the next snapshot
 * @property {(state: string) => void} change changes the state of the onboarding and answers held calls
 * @property {() => Promise<void>} stop
 */

/** Any number: the first revision that a page sees need not be 1. */
const REVISIONS_BEFORE = 9;
/** The state in which the code is shown. */
const CODE = 'code';

/**
 * Starts the site.
 * @returns {Promise<PlayedSite>}
 */
// oxlint-disable-next-line max-lines-per-function -- one state, which what is answered and what changes it share
export async function startPlayedSite() {
  /** @type {PartnerPage} */
  let shown = { name: 'none' };
  let { snapshot, answers } = stateOf(CODE);
  let revision = 0;
  /** @type {string[]} */
  const calls = [];
  /** @type {Set<import('node:http').ServerResponse>} */
  const held = new Set();
  /** @type {() => void} */
  let tellPolled = () => {};
  const backend = new URL('http://127.0.0.1:9');
  const demo = demoRoutes({ backend, partnerKey: 'none', moduleDir: inRepository('www') });

  /** @type {(response: import('node:http').ServerResponse) => void} */
  const sendSnapshot = (response) => {
    const { json } = /** @type {{ json: object }} */ (
      usualAnswer('GET /onboarding', new URL('http://played.invalid/'), { ...snapshot, revision: revision + REVISIONS_BEFORE })
    );
    send(response, 200, 'application/json', JSON.stringify(json));
  };

  /** @type {import('node:http').RequestListener} */
  const answer = (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    // A path that the site does not know leads to its page, as on many sites.
    if (url.pathname === '/page' || url.pathname.startsWith('/site/')) {
      for (const [name, value] of Object.entries(shown.headers ?? {})) response.setHeader(name, value);
      send(response, 200, 'text/html; charset=utf-8', documentOf(shown));
    } else if (url.pathname.startsWith(`${API}/`)) {
      const call = `${request.method} ${url.pathname.slice(API.length)}`;
      calls.push(call);
      const played = answers[call] ?? usualAnswer(call, url, snapshot);
      if (call === 'GET /onboarding') {
        // A page that does not know the last change yet hears of it at once.
        if (Number(url.searchParams.get('after')) !== revision + REVISIONS_BEFORE) return sendSnapshot(response);
        held.add(response);
        tellPolled();
        response.on('close', () => held.delete(response));
      } else if (typeof played === 'object') {
        const body = 'json' in played ? JSON.stringify(played.json) : played.body;
        send(response, played.status ?? 200, 'application/json', body);
      }
    } else demo.answer(request, response);
  };

  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    calls,
    show: (page, state = CODE) => {
      shown = page;
      ({ snapshot, answers } = stateOf(state));
      revision += 1;
      calls.length = 0;
      return `${url}page?${revision}`;
    },
    polled: () => (held.size > 0 ? Promise.resolve() : new Promise((resolve) => (tellPolled = resolve))),
    isAsked: () => held.size > 0,
    change: (state) => {
      ({ snapshot, answers } = stateOf(state));
      revision += 1;
      held.forEach(sendSnapshot);
    },
    stop: () =>
      new Promise((resolve) => {
        demo.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @param {PartnerPage} page */
const documentOf = ({ html = '<body>{module}', head = '', attributes = 'lang="en"' }) =>
  `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>Partner</title>${DEFINED}${head}</head>${html.replaceAll('{module}', MODULE)}</html>`;

/**
 * What the backend answers in a state.
 * @param {string} name
 * @returns {{ snapshot: object, answers: import('../support/played-backend.mjs').Answers }}
 */
function stateOf(name) {
  const state = STATES.find((state) => state.name === name);
  if (!state) throw new Error(`states.mjs has no state ${name}`);
  return { snapshot: state.snapshot ?? example('snapshot.start'), answers: state.answers ?? {} };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} type
 * @param {string} body
 */
function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}
