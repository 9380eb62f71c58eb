// @ts-check
// Faults of backends that others write, one at a time, and the rule of `xpollens-onboarding check` that finds each.

/**
 * @typedef {import('../support/faulty-backend.mjs').Fault} Fault
 * @typedef {import('../support/faulty-backend.mjs').Given} Given
 * @typedef {import('../support/faulty-backend.mjs').Taken} Taken
 */

/**
 * The faults, for a backend with these credentials.
 * @param {import('../../bin/check/client.mjs').Credentials} credentials
 * @returns {Fault[]}
 */
export const faultsOf = ({ partnerKey, callbacks }) => {
  const login = `Basic ${Buffer.from(`${callbacks?.user}:${callbacks?.password}`).toString('base64')}`;
  return [
    ...OF_SESSIONS,
    { name: 'opens a session for any key', part: 'sessions', rule: /right key of the partner/, take: withKey(partnerKey, '/sessions') },
    ...OF_SNAPSHOTS,
    ...OF_PROBLEMS,
    ...OF_DRAFTS,
    ...OF_STEPS,
    { name: 'shows a customer to anybody', part: 'customers', rule: /Only the partner's key/, take: withKey(partnerKey, '/customers') },
    ...OF_CUSTOMERS,
    {
      name: 'takes callbacks from anybody',
      part: 'callbacks',
      rule: /without the right credentials is refused/,
      take: (request) => void (isCallback(request) && (request.headers.authorization = login)),
    },
    ...OF_CALLBACKS,
    ...OF_CODES,
  ];
};

/**
 * @param {string} key
 * @param {string} below
 */
const withKey = (key, below) => (/** @type {Taken} */ request) =>
  void (request.path.startsWith(below) && (request.headers.authorization = `Bearer ${key}`));

/** @param {Taken} request */
const isCallback = ({ path }) => path.startsWith('/callbacks/');

/** @param {Taken} request */
const isLook = ({ method, path }) => method === 'GET' && /^\/onboarding(\?|$)/.test(path);

/**
 * Changes JSON answers.
 * @param {(json: any, request: Taken, memory: Record<string, any>) => void} change
 * @param {(request: Taken, answer: Given) => boolean} [which]
 * @returns {Required<Fault>['give']}
 */
const json = (change, which = (request, { status }) => isLook(request) && status === 200) => (answer, request, memory) => {
  if (!which(request, answer)) return;
  const content = JSON.parse(answer.body);
  change(content, request, memory);
  answer.body = JSON.stringify(content);
};

/**
 * Answers with another status.
 * @param {number} from
 * @param {number} to
 * @returns {Required<Fault>['give']}
 */
const status = (from, to) => (answer) => {
  if (answer.status === from) answer.status = to;
};

/**
 * Answers without a header.
 * @param {string} name
 * @param {string} below
 * @returns {Required<Fault>['give']}
 */
const withoutHeader = (name, below) => (answer, request) => {
  if (request.path.startsWith(below)) delete answer.headers[name];
};

/** @param {Taken} request */
const bodyOf = (request) => {
  try {
    return JSON.parse(request.body.replace(/^\uFEFF/, ''));
  } catch {
    return {};
  }
};

const isProblem = (/** @type {Taken} */ _, /** @type {Given} */ answer) => (answer.headers['content-type'] ?? '').startsWith('application/problem+json');

/** @type {Fault[]} */
const OF_SESSIONS = [
  {
    name: 'gives every session of a customer the same token',
    part: 'sessions',
    rule: /its own token/,
    give: json((it, request, memory) => {
      const { customerReference } = bodyOf(request);
      it.sessionToken = memory[customerReference] ??= it.sessionToken;
    }, ({ path }, answer) => path === '/sessions' && answer.status === 201),
  },
  {
    name: 'gives tokens that can be guessed',
    part: 'sessions',
    rule: /long enough/,
    take: (request, memory) => {
      const number = request.headers.authorization?.replace('Bearer ', '') ?? '';
      if (memory[number]) request.headers.authorization = `Bearer ${memory[number]}`;
    },
    give: json((it, _, memory) => {
      memory.count = (memory.count ?? 1000) + 1;
      memory[memory.count] = it.sessionToken;
      it.sessionToken = String(memory.count);
    }, ({ path }, answer) => path === '/sessions' && answer.status === 201),
  },
  {
    name: 'ignores members of a request that it does not know',
    part: 'sessions',
    rule: /wrong request for a session/,
    take: (request) => void (request.body = request.body.replace(/,"customerrole":1/, '')),
  },
  { name: 'answers 200 when a session is opened', part: 'sessions', rule: /POST \/sessions answers as the contract/, give: status(201, 200) },
  { name: 'answers 400 to a body that is too large', part: 'sessions', rule: /too large is refused with 413/, give: status(413, 400) },
  {
    name: 'takes any token',
    part: 'sessions',
    rule: /Without a session a call is refused/,
    take: (request, memory) => {
      if (request.path === '/sessions') return;
      const { authorization, cookie } = request.headers;
      if (!cookie && authorization !== `Bearer ${memory.token}`) request.headers.authorization = `Bearer ${memory.token}`;
    },
    give: json((it, _, memory) => (memory.token = it.sessionToken), ({ path }, answer) => path === '/sessions' && answer.status === 201),
  },
  {
    name: 'refuses a call without a session with another code',
    part: 'sessions',
    rule: /401 session_expired/,
    give: json((it) => (it.code = 'forbidden'), (_, answer) => answer.status === 401),
  },
  {
    name: 'does not ask for X-Onboarding-Client',
    part: 'sessions',
    rule: /without X-Onboarding-Client is refused/,
    take: (request) => void (request.headers['x-onboarding-client'] = '1'),
  },
  {
    name: 'takes the cookie from pages of other sites',
    part: 'sessions',
    rule: /does not count for a page of another origin/,
    take: (request) => void delete request.headers['sec-fetch-site'],
  },
  {
    name: 'does not end a session',
    part: 'sessions',
    rule: /session that was ended is refused/,
    take: ({ method, path }) => (method === 'DELETE' && path === '/onboarding/session' ? { status: 204, headers: {}, body: '' } : undefined),
  },
  {
    name: 'ends all sessions with one',
    part: 'sessions',
    rule: /leaves the other sessions/,
    give: (answer, { method, path }, memory) => {
      memory.isOver ||= method === 'DELETE' && path === '/onboarding/session';
      if (memory.isOver && isLook({ method, path, headers: {}, body: '' })) answer.status = 401;
    },
  },
];

/** @type {Fault[]} */
const OF_SNAPSHOTS = [
  { name: 'has no ETag', part: 'snapshot', rule: /GET \/onboarding answers as the contract/, give: withoutHeader('etag', '/onboarding') },
  { name: 'has an ETag of another kind', part: 'snapshot', rule: /ETag is the revision/, give: (answer) => void (answer.headers.etag &&= '"abc"') },
  { name: 'never answers 304', part: 'snapshot', rule: /known revision is answered with 304/, take: (request) => void delete request.headers['if-none-match'] },
  {
    name: 'always answers 304',
    part: 'snapshot',
    rule: /Another revision is answered with the snapshot/,
    give: (answer, request) => void (isLook(request) && request.headers['if-none-match'] && (answer.status = 304)),
  },
  {
    name: 'raises the revision with each look',
    part: 'snapshot',
    rule: /revision stays while nothing changes/,
    give: json((it, _, memory) => (it.revision += memory.count = (memory.count ?? 0) + 1)),
  },
  { name: 'keeps the revision when something changes', part: 'snapshot', rule: /gives the snapshot a higher revision/, give: json((it) => (it.revision = 1)) },
  { name: 'leaves a required member out', part: 'snapshot', rule: /GET \/onboarding answers as the contract/, give: json((it) => delete it.sessionExpiresAt) },
  { name: 'uses a word that the contract does not have', part: 'snapshot', rule: /answers as the contract/, give: json((it) => (it.steps[0].state = 'open')) },
  { name: 'writes a number as a text', part: 'snapshot', rule: /answers as the contract/, give: json((it) => (it.pollAfterMs = '5000')) },
  { name: 'writes times without a zone', part: 'snapshot', rule: /answers as the contract/, give: json((it) => (it.now = it.now.replace('Z', ''))) },
  { name: 'answers with a time of another zone', part: 'snapshot', rule: /`now` is the time/, give: json((it) => (it.now = '2020-01-01T00:00:00Z')) },
  { name: 'names a step twice', part: 'snapshot', rule: /each step once/, give: json((it) => it.steps.push(it.steps[0])) },
  { name: 'leaves out the step profile', part: 'snapshot', rule: /contain profile/, give: json((it) => it.steps.shift()) },
  { name: 'lets steps require each other', part: 'snapshot', rule: /no circle/, give: json((it) => ((it.steps[1].requires = [it.steps[2].id]), (it.steps[2].requires = [it.steps[1].id]))) },
  { name: 'asks pages to poll all the time', part: 'snapshot', rule: /not more than twice a second/, give: json((it) => (it.pollAfterMs = 50)) },
  { name: 'announces a code before there is one', part: 'snapshot', rule: /no activation code/, give: json((it) => (it.activation = { state: 'ready', issue: 1 })) },
  { name: 'names one channel for all customers', part: 'snapshot', rule: /different channels/, give: json((it) => (it.channel = 'a'.repeat(32))) },
  { name: 'lets caches keep a snapshot', part: 'snapshot', rule: /No shared cache/, give: (answer) => void (answer.headers['cache-control'] = 'public, max-age=5') },
];

/** @type {Fault[]} */
const OF_PROBLEMS = [
  { name: 'answers failures in HTML', part: 'snapshot', rule: /is a problem document/, give: (answer) => void (answer.status >= 400 && (answer.headers['content-type'] = 'text/html')) },
  { name: 'gives failures no reference', part: 'snapshot', rule: /has the request's reference/, give: json((it) => delete it.requestId, isProblem) },
  { name: 'gives all failures one reference', part: 'snapshot', rule: /its own reference/, give: json((it) => (it.requestId = 'a'), isProblem) },
  { name: 'repeats in a failure what was sent', part: 'snapshot', rule: /repeats nothing that was sent/, give: json((it, request) => (it.title = request.body), isProblem) },
  { name: 'answers 400 for an unknown path', part: 'snapshot', rule: /unknown path is answered with 404/, give: status(404, 400) },
  { name: 'answers 404 for an unknown method', part: 'snapshot', rule: /answered with 405/, give: status(405, 404) },
];

/** @type {Fault[]} */
const OF_DRAFTS = [
  { name: 'forgets what is typed', part: 'drafts', rule: /read back as it was typed/, give: (answer, { method, path }) => void (method === 'GET' && path.includes('/drafts/') && (answer.body = '{}')) },
  {
    name: 'shows drafts to other customers',
    part: 'drafts',
    rule: /another customer's draft/,
    give: (answer, { method, path, body }, memory) => {
      if (!path.includes('/drafts/') || answer.status >= 400) return;
      if (method === 'PUT') memory.last = body;
      else answer.body = memory.last;
    },
  },
  { name: 'takes drafts in the order of arrival', part: 'drafts', rule: /greatest order stays/, take: (request) => void (request.path = request.path.replace(/\?page.*/, '')) },
  { name: 'lets caches keep drafts', part: 'drafts', rule: /draft may not be kept by a cache/, give: withoutHeader('cache-control', '/onboarding/drafts') },
  { name: 'puts what is typed into the snapshot', part: 'drafts', rule: /does not hold what was typed/, give: json((it) => (it.typed = '104, rue des Fleurs')) },
  { name: 'does not name the steps with a draft', part: 'drafts', rule: /names the step that has a draft/, give: json((it) => (it.drafts = [])) },
];

/** @type {Fault[]} */
const OF_STEPS = [
  { name: 'answers 400 to wrong fields', part: 'steps', rule: /422 validation_failed/, give: status(422, 400) },
  { name: 'does not say which field is wrong', part: 'steps', rule: /names the wrong field/, give: json((it) => (it.errors = []), (_, answer) => answer.status === 422) },
  {
    name: 'names the last segment of a field only',
    part: 'steps',
    rule: /names the wrong field/,
    give: json((it) => it.errors.forEach((/** @type {any} */ error) => (error.field = error.field.split('.').pop())), (_, answer) => answer.status === 422),
  },
  { name: 'does not ask for a key', part: 'steps', rule: /without Idempotency-Key is refused/, take: (request) => void (request.headers['idempotency-key'] ??= 'made') },
  { name: 'answers 403 when a step is not open', part: 'steps', rule: /409 step_not_open/, give: status(409, 403) },
  { name: 'fails at a postcode abroad', part: 'steps', rule: /country without a table/, give: (answer, { path }) => void (path.includes('country=DE') && (answer.status = 400)) },
];

/** @type {Fault[]} */
const OF_CUSTOMERS = [
  { name: 'has another revision for the partner', part: 'customers', rule: /has the revision of the snapshot/, give: json((it) => (it.revision = 77), ({ path }, answer) => path.startsWith('/customers/check-') && answer.status === 200 && !path.endsWith('/export')) },
  { name: 'has no steps for the partner', part: 'customers', rule: /has the steps of the snapshot/, give: json((it) => (it.steps = []), ({ path }, answer) => path.startsWith('/customers/check-') && answer.status === 200 && !path.endsWith('/export')) },
  {
    name: 'erases nothing',
    part: 'customers',
    rule: /sessions of an erased customer have ended/,
    take: ({ method, path, headers }) =>
      method === 'DELETE' && path.startsWith('/customers/') && headers.authorization && !headers['x-onboarding-client'] && !path.includes('nobody')
        ? { status: 204, headers: {}, body: '' }
        : undefined,
  },
  {
    name: 'cannot erase twice',
    part: 'customers',
    rule: /erasure can be repeated/,
    give: (answer, { method }, memory) => {
      if (method !== 'DELETE' || answer.status !== 204) return;
      if (memory.isErased) answer.status = 404;
      memory.isErased = true;
    },
  },
];

/**
 * A backend that does not read a form of callbacks, although it acknowledges it.
 * @param {string} name
 * @param {(request: Taken) => boolean} isUnread
 * @returns {Fault}
 */
const unread = (name, isUnread) => ({
  name,
  part: 'callbacks',
  rule: /counts in every form/,
  take: (request) => void (isCallback(request) && isUnread(request) && (request.body = '{}')),
});

/** @type {Fault[]} */
const OF_CALLBACKS = [
  unread('does not read Payload', ({ body }) => body.includes('"Payload"')),
  unread('does not read payload', ({ body }) => body.includes('"payload"')),
  unread('does not read PascalCase', ({ body }) => body.includes('"UserRecordStatus"')),
  unread('does not read appUserid', ({ body }) => body.includes('"appUserid"')),
  unread('does not read a status as a number', ({ body }) => body.includes('"userRecordStatus":2')),
  unread('compares words letter by letter', ({ body }) => body.includes('IN_PROGRESS')),
  unread('stumbles over a byte order mark', ({ body }) => body.startsWith('\uFEFF')),
  unread('refuses members that it does not know', ({ body }) => body.includes('"more"')),
  { name: 'has no path for the type of a callback', part: 'callbacks', rule: /acknowledged in every form/, give: (answer, { path }) => void (path.endsWith('/34') && (answer.status = 404)) },
  { name: 'has no path with a slash at the end', part: 'callbacks', rule: /acknowledged in every form/, give: (answer, { path }) => void (path.endsWith('/xpollens/') && (answer.status = 404)) },
  {
    name: 'shows the status of the last callback',
    part: 'callbacks',
    rule: /moves nothing back|first final status stays/,
    take: (request, memory) => {
      const { userRecordStatus } = bodyOf(request);
      if (userRecordStatus) memory.status = userRecordStatus;
    },
    give: json((it, _, memory) => {
      const words = { Initialized: 'initialized', InProgress: 'in_progress', Validated: 'validated', Refused: 'refused' };
      it.onboarding = /** @type {any} */ (words)[memory.status] ?? it.onboarding;
    }),
  },
  { name: 'lets pages ask for ever', part: 'callbacks', rule: /pollAfterMs is 0/, give: json((it) => (it.pollAfterMs ||= 2000)) },
  { name: 'refuses a callback that it cannot read', part: 'callbacks', rule: /says nothing new is acknowledged/, give: (answer, request) => void (isCallback(request) && request.body === 'appUserId=' && (answer.status = 400)) },
  { name: 'refuses a callback of an unknown type', part: 'callbacks', rule: /says nothing new is acknowledged/, give: (answer, request) => void (request.body.includes('"99"') && (answer.status = 422)) },
  { name: 'acknowledges a repeated callback with an error', part: 'callbacks', rule: /repeated is acknowledged again/, give: repeatedIsRefused() },
];

/** @returns {Required<Fault>['give']} */
function repeatedIsRefused() {
  return (answer, request, memory) => {
    const id = request.headers['webhook-id'];
    if (!isCallback(request) || !id) return;
    if (memory[id]) answer.status = 409;
    memory[id] = true;
  };
}

/**
 * @param {Taken} request
 * @param {Given} answer
 */
const isReveal = ({ path }, { status: given }) => path === '/onboarding/activation' && given === 200;

/** @type {Fault[]} */
const OF_CODES = [
  {
    name: 'counts a repeated code again',
    part: 'callbacks',
    rule: /repeated counts once|different code/,
    take: (request, memory) => void (bodyOf(request).ActivationCode && (memory.issue = (memory.issue ?? 0) + 1)),
    give: json((it, _, memory) => it.activation && (it.activation.issue = memory.issue ?? it.activation.issue)),
  },
  { name: 'reveals the code as it came', part: 'callbacks', rule: /without 0x and spaces/, give: json((it) => (it.activationCode = ` 0x${it.activationCode}`), isReveal) },
  { name: 'reveals the first code for ever', part: 'callbacks', rule: /newest code is revealed/, give: json((it, _, memory) => (it.activationCode = memory.code ??= it.activationCode), isReveal) },
  { name: 'lets caches keep the code', part: 'callbacks', rule: /code may not be kept by a cache/, give: withoutHeader('cache-control', '/onboarding/activation') },
  {
    name: 'puts the code into the snapshot',
    part: 'callbacks',
    rule: /code is in no snapshot/,
    take: (request, memory) => void (memory.code = bodyOf(request).ActivationCode?.trim() ?? memory.code),
    give: json((it, _, memory) => (it.code = memory.code)),
  },
  {
    name: 'does not limit reveals',
    part: 'callbacks',
    rule: /Reveals of the code are limited/,
    give: (answer, request, memory) => {
      if (isReveal(request, answer)) memory.last = { ...answer };
      else if (request.path === '/onboarding/activation' && answer.status === 429) Object.assign(answer, memory.last);
    },
  },
  { name: 'does not say when a limit ends', part: 'callbacks', rule: /POST \/onboarding\/activation answers as the contract/, give: withoutHeader('retry-after', '/onboarding/activation') },
  {
    name: 'reveals a code that was reported',
    part: 'callbacks',
    rule: /reported is never revealed again/,
    give: (answer, request, memory) => {
      if (isReveal(request, answer)) memory.last = { ...answer };
      else if (request.path === '/onboarding/activation' && answer.status === 409 && memory.isReported) Object.assign(answer, memory.last);
      memory.isReported ||= request.path.endsWith('/report') && answer.status === 200;
    },
  },
];
