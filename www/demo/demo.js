// @ts-check
// All that a partner's page does: open a session with its own server, mount the module, and listen to its events. The
// session and the way to the backend are in `server/`.

/** @typedef {{ sessionToken: string, expiresAt: string }} Session */

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

const container = element('onboarding');
const trouble = element('trouble');
const lastEvent = element('last-event');
const language = document.documentElement.lang;

const wishes = new URLSearchParams(location.search);

/**
 * Asks the partner's server for a session of this customer. With `?customer=known`, the server also passes on what it knows of
 * the customer.
 * @param {Record<string, string>} [query]
 * @returns {Promise<Response>}
 */
async function askForSession(query) {
  const customer = wishes.get('customer');
  const asked = String(new URLSearchParams({ ...(customer && { customer }), ...query }));
  const answer = await fetch(asked ? `/demo/session?${asked}` : '/demo/session', { method: 'POST' });
  if (!answer.ok) throw new Error(`No session: the demo server answered ${answer.status}`);
  return answer;
}

/** @returns {Promise<Session>} */
const openSession = async () => (await askForSession()).json();

/**
 * How the module proves whose onboarding it shows. By default the page holds a token. With `?session=cookie`, the
 * partner's server sets a cookie that no script can read, and the module gets nothing.
 * @returns {Promise<{ getToken?: () => Promise<string> }>}
 */
async function sessionOptions() {
  if (wishes.get('session') !== 'cookie') return { getToken: tokenSource(openSession()) };
  await askForSession({ as: 'cookie' });
  return {};
}

/**
 * The token source for the module: first the session that was opened with the page, then a new session for each
 * renewal.
 * @param {Promise<Session>} opened
 * @returns {() => Promise<string>}
 */
function tokenSource(opened) {
  /** @type {Promise<Session> | null} */
  let first = opened;
  return async () => {
    const session = await (first ?? openSession());
    first = null;
    return session.sessionToken;
  };
}

async function start() {
  trouble.hidden = true;
  try {
    // In a constant, so that the type checker does not look for the served address on disk.
    const address = '/xpollens-onboarding/index.js';
    const [loaded, session] = await Promise.all([import(address), sessionOptions()]);
    const module = /** @type {typeof import('../index.js')} */ (loaded);
    const doneUrl = `${location.origin}/?lang=${language}`;
    module.mount(container, { endpoint: '/onboarding-api', ...session, language, doneUrl });
  } catch (error) {
    console.error(error);
    showTrouble();
  }
}

/** Shows what to do if the module could not start: try again, or call. */
function showTrouble() {
  container.replaceChildren();
  trouble.hidden = false;
}

/**
 * Events carry codes and states, never a personal field: they may be logged.
 * @param {Event} event
 */
function showEvent(event) {
  const { error: _, ...detail } = (event instanceof CustomEvent && event.detail) || {};
  lastEvent.textContent = `${event.type} ${JSON.stringify(detail)}`;
}

container.addEventListener('onboarding-ready', showEvent);
container.addEventListener('onboarding-step', showEvent);
container.addEventListener('onboarding-status', showEvent);
container.addEventListener('onboarding-reported', showEvent);
container.addEventListener('onboarding-error', (event) => {
  showEvent(event);
  // An `error` object means that the module could not start. It shows and handles all other failures itself.
  if (event instanceof CustomEvent && event.detail?.error) showTrouble();
});
// The module shows the outcome. A bank would take the customer to the new account from here.
// The page goes with the customer: once the account is open it no longer offers to open one.
container.addEventListener('onboarding-end', (event) => {
  showEvent(event);
  if (!(event instanceof CustomEvent) || event.detail?.status !== 'validated') return;
  document.body.classList.add('opened');
  for (const part of [element('title'), element('lead')]) part.textContent = part.dataset.opened ?? '';
});

element('again').addEventListener('click', () => void start());
element('restart').addEventListener('click', async () => {
  await fetch('/demo/restart', { method: 'POST' });
  location.reload();
});

/** Shows the link to the simulated phone, if the server knows its address. */
async function showPhoneLink() {
  const { phoneUrl } = await (await fetch('/demo/config')).json();
  const link = element('phone-link');
  if (typeof phoneUrl !== 'string' || !(link instanceof HTMLAnchorElement)) return;
  link.href = phoneUrl;
  link.hidden = false;
}

void start();
showPhoneLink().catch((error) => console.error(error));
