// @ts-check
// `npm run bench:backend`: what the reference backend costs, measured on this machine with the build for production. Nothing is
// asserted: figures depend on the machine and on its disk.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, printTable } from './figures.mjs';
import { mustRun } from '../../scripts/command.mjs';
import { startPostgres } from '../../scripts/private-postgres.mjs';
import { endWith } from '../../scripts/progress.mjs';
import { inRepository } from '../../scripts/repository.mjs';
import { startServer } from '../../scripts/server-process.mjs';
import { setUpPostgres } from '../../scripts/setup-postgres.mjs';

const KEY = 'a-key-of-the-bench';
const CODE = 'd14c2ab90f6e4f0c8a7b6c5d4e3f2a1b';
const SECRETS = ['PARTNER_KEY', 'CLIENT_ID', 'CLIENT_SECRET', 'CALLBACK_USER', 'CALLBACK_PASSWORD'];
const CALLBACK_AUTHORIZATION = `Basic ${Buffer.from(`${KEY}:${KEY}`).toString('base64')}`;
/** Linux counts the processor time of a process in hundredths of a second. */
const TICK_MS = 10;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * @typedef {object} Bench
 * @property {string[]} urls of all instances
 * @property {number[]} pids
 * @property {number} next number of the next request: each goes to another instance
 *
 * @typedef {{ status: number, etag: string, body: string, millis: number }} Answer
 */

try {
  await mustRun('cargo', ['build', '--package', 'backend', '--profile', 'server']);
  await setUpPostgres();
  console.log(`Node ${process.version}, ${cpus().length} cores: ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)} before the run`);
  await onSqlite();
  for (const instances of [1, 2]) await onPostgres(instances);
} catch (error) {
  endWith(error);
}

async function onSqlite() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-backend-'));
  const server = await start(join(folder, 'db.sqlite'));
  try {
    await measure('SQLite', [server]);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** @param {number} instances */
async function onPostgres(instances) {
  const postgres = await startPostgres();
  const servers = [];
  try {
    while (servers.length < instances) servers.push(await start(postgres.url));
    await measure(`PostgreSQL, ${instances === 1 ? 'one instance' : `${instances} instances`}`, servers);
  } finally {
    for (const server of servers) await server.stop();
    await postgres.stop();
  }
}

/** @param {string} database */
function start(database) {
  const env = Object.fromEntries(SECRETS.map((name) => [`ONBOARDING_${name}`, KEY]));
  const args = ['--listen', '127.0.0.1:0', '--database', database, '--provider', 'http://127.0.0.1:9', '--steps', 'profile,tax'];
  const command = inRepository('target', 'server', 'backend');
  return startServer({ name: 'backend', command, args, env: { ...env, RUST_LOG: 'warn' } });
}

/**
 * @param {string} engine
 * @param {{ url: string, pid: number }[]} servers
 */
async function measure(engine, servers) {
  const bench = { urls: servers.map(({ url }) => url), pids: servers.map(({ pid }) => pid), next: 0 };
  console.log(`\n## ${engine}`);
  await measureLooks(bench);
  await measureCallbacks(bench);
  if (servers.length > 1) await measureNews(bench);
}

/**
 * What a status request costs, for a customer with few callbacks and for one with 20,000.
 * @param {Bench} bench
 */
async function measureLooks(bench) {
  const rows = [['A status request answered 304', 'CPU ms', 'p50 ms', 'p99 ms']];
  for (const [name, kind, count] of /** @type {[string, string, number][]} */ ([
    ['customer with 6 stored callbacks', '45', 6],
    ['customer with 20,000 stored callbacks', '45', 20_000],
    ['customer with 20,000 card payments', '20', 20_000],
  ])) {
    const reference = `customer-${kind}-${count}`;
    const token = await openSession(bench, reference);
    const { appUserId } = JSON.parse((await partner(bench, 'GET', `/customers/${reference}`)).body);
    await each(count, 32, (number) => callback(bench, kind, appUserId, `${reference}-${number}`));
    const { etag } = await look(bench, token, '');
    const before = await cpuMs(bench);
    const answers = await each(5000, 16, () => look(bench, token, etag));
    const cpu = ((await cpuMs(bench)) - before) / answers.length;
    if (answers.some(({ status }) => status !== 304)) throw new Error('a status request was not answered 304');
    rows.push([name, cpu.toFixed(3), ...latencies(answers)]);
  }
  printTable('Status requests', rows);
}

/**
 * How many callbacks are on the disk before they are acknowledged.
 * @param {Bench} bench
 */
async function measureCallbacks(bench) {
  const rows = [['Connections', 'a second', 'CPU ms', 'p50 ms', 'p99 ms']];
  for (const [connections, count] of [[1, 1000], [16, 10_000], [64, 10_000]]) {
    const users = connections;
    const [before, began] = [await cpuMs(bench), performance.now()];
    const answers = await each(count, connections, (number) =>
      callback(bench, '34', `stranger${number % users}`, `rate-${connections}-${number}`),
    );
    const seconds = (performance.now() - began) / 1000;
    const cpu = ((await cpuMs(bench)) - before) / count;
    rows.push([String(connections), (count / seconds).toFixed(0), cpu.toFixed(3), ...latencies(answers)]);
  }
  printTable('Callbacks, each on the disk before its 202', rows);
}

/**
 * How soon a customer who waits at one instance sees a callback to the other.
 * @param {Bench} bench
 */
async function measureNews({ urls: [here = '', there = ''], pids }) {
  const [waiting, sending] = [here, there].map((url) => ({ urls: [url], pids, next: 0 }));
  /** @type {number[]} */
  const millis = [];
  for (let number = 0; number < 300; number++) {
    const reference = `news-${number}`;
    const token = await openSession(waiting, reference);
    const { appUserId } = JSON.parse((await partner(waiting, 'GET', `/customers/${reference}`)).body);
    const { etag, body } = await look(waiting, token, '');
    const after = JSON.parse(body).revision;
    const held = look(waiting, token, etag, `?after=${after}&waitSeconds=20`);
    const began = performance.now();
    await callback(sending, '35', appUserId, reference);
    if ((await held).status !== 200) throw new Error('a customer saw nothing new');
    millis.push(performance.now() - began);
  }
  const cells = [50, 95, 99].map((share) => percentile(millis, share).toFixed(1));
  printTable('A callback to one instance, seen by a customer who waits at the other', [['', 'p50 ms', 'p95 ms', 'p99 ms'], ['300 callbacks', ...cells]]);
}

/** @param {Answer[]} answers */
function latencies(answers) {
  const millis = answers.map((answer) => answer.millis);
  return [percentile(millis, 50).toFixed(1), percentile(millis, 99).toFixed(1)];
}

/**
 * Does something so many times, at so many places at once.
 * @template T
 * @param {number} count
 * @param {number} places
 * @param {(number: number) => Promise<T>} once
 */
async function each(count, places, once) {
  /** @type {T[]} */
  const all = [];
  let next = 0;
  const place = async () => {
    while (next < count) all.push(await once(next++));
  };
  await Promise.all(Array.from({ length: places }, place));
  return all;
}

/** @param {Bench} bench @param {string} customerReference */
async function openSession(bench, customerReference) {
  const { body } = await partner(bench, 'POST', '/sessions', JSON.stringify({ customerReference }));
  return JSON.parse(body).sessionToken;
}

/** @param {Bench} bench @param {string} method @param {string} path @param {string} [body] */
function partner(bench, method, path, body) {
  return ask(bench, method, path, { authorization: `Bearer ${KEY}` }, body);
}

/** @param {Bench} bench @param {string} token @param {string} etag @param {string} [query] */
function look(bench, token, etag, query = '') {
  const headers = { authorization: `Bearer ${token}`, 'x-onboarding-client': '1', 'if-none-match': etag };
  return ask(bench, 'GET', `/onboarding${query}`, headers);
}

/** @param {Bench} bench @param {string} type @param {string} appUserId @param {string} id */
async function callback(bench, type, appUserId, id) {
  const headers = { authorization: CALLBACK_AUTHORIZATION, 'webhook-id': id };
  const body = JSON.stringify({ type, appUserId, userRecordStatus: 'InProgress', accountStatus: 'Initialized', ...(type === '35' ? { activationCode: CODE } : {}) });
  const answer = await ask(bench, 'POST', '/callbacks/xpollens', headers, body);
  if (answer.status !== 202) throw new Error(`a callback was answered ${answer.status}`);
  return answer;
}

/**
 * @param {Bench} bench
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string>} headers
 * @param {string} [body]
 * @returns {Promise<Answer>}
 */
function ask(bench, method, path, headers, body) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const url = bench.urls[bench.next++ % bench.urls.length];
    const call = request(url + path, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => {
        const millis = performance.now() - began;
        resolve({ status: response.statusCode ?? 0, etag: response.headers.etag ?? '', body: text, millis });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** Processor time that all instances have used. @param {Bench} bench */
async function cpuMs({ pids }) {
  const times = pids.map(async (pid) => {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  });
  return (await Promise.all(times)).reduce((sum, time) => sum + time, 0);
}
