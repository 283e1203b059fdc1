// Measures signing in with a release binary; see README.md beside this file.
//
//     node bench/sign-in.mjs path/to/latchkey
//
// One hash, sign-ins per second, another page while strangers flood the sign-in, and whether
// time tells an address that is known from one that is not (ASVS 6.3.8).

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: node sign-in.mjs binary');
  process.exit(2);
}
const PORT = Number(process.env.PORT ?? 3795);
const PEOPLE = 126;
const SAMPLES = 500;
const PASSWORD = 'seven otters under the bridge';
const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const env = {
  ...process.env,
  LATCHKEY_SERVER_LISTEN: `127.0.0.1:${PORT}`,
  LATCHKEY_SERVER_PUBLIC_URL: `http://localhost:${PORT}`,
  // Each try comes from a network of its own: limits on one are not what is measured.
  LATCHKEY_SERVER_TRUSTED_PROXIES: '["127.0.0.1/32"]',
  LATCHKEY_SERVER_CONNECTIONS_PER_NETWORK: '512',
  LATCHKEY_LOG_LEVEL: 'error',
};
const email = (n) => `person${n}@fjordline.example`;

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
let network = 0;
const anotherNetwork = () => `10.${(++network >> 16) & 255}.${(network >> 8) & 255}.${network & 255}`;

/** One request; answers its status, its cookies and its milliseconds. */
function send(method, path, { cookie = '', form = '', from = '10.255.0.1' } = {}) {
  const began = performance.now();
  return new Promise((done, failed) => {
    const headers = {
      host: `localhost:${PORT}`,
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': from,
      cookie,
    };
    if (method === 'POST') {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = Buffer.byteLength(form);
    }
    const request = http.request({ host: '127.0.0.1', port: PORT, method, path, headers, agent }, (answer) => {
      const cookies = (answer.headers['set-cookie'] ?? []).map((set) => set.split(';')[0]);
      answer.resume();
      answer.on('end', () =>
        done({
          status: answer.statusCode,
          location: answer.headers.location ?? '',
          cookie: cookies.join('; '),
          took: performance.now() - began,
        }),
      );
    });
    request.on('error', failed);
    request.end(form);
  });
}

/** Signs in; answers what the last step said and how long it took. */
async function signIn(address, password, from = anotherNetwork()) {
  const begun = await send('POST', '/_fn/sign-in/begin', { form: new URLSearchParams({ email: address, next: '/' }).toString(), from });
  return send('POST', '/_fn/sign-in/finish', { cookie: begun.cookie, form: new URLSearchParams({ password }).toString(), from });
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const quantile = (numbers, q) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * q))];
const median = (numbers) => quantile(numbers, 0.5);
const ms = (number) => `${number.toFixed(1)} ms`;

/** Two-sided p of the Mann-Whitney test, by its normal approximation. */
function mannWhitney(a, b) {
  const all = [...a.map((x) => [x, 0]), ...b.map((x) => [x, 1])].sort((x, y) => x[0] - y[0]);
  const ranks = all.reduce((sum, [, which], at) => sum + (which === 0 ? at + 1 : 0), 0);
  const u = ranks - (a.length * (a.length + 1)) / 2;
  const [mean, deviation] = [(a.length * b.length) / 2, Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)];
  const z = Math.abs(u - mean) / deviation;
  // Abramowitz and Stegun, 26.2.17.
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, 2 * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail);
}

/** Asks for a known and for an unknown address in turns. */
async function compare(what, act) {
  const times = [[], []];
  for (let n = 0; n < SAMPLES; n += 1) {
    for (const unknown of n % 2 === 0 ? [0, 1] : [1, 0]) {
      times[unknown].push((await act(unknown === 1, n)).took);
    }
  }
  const [known, unknown] = times.map(median);
  const p = mannWhitney(...times);
  const verdict = p > 0.01 || Math.abs(known - unknown) < 5 ? 'alike' : 'TOLD APART';
  console.log(`${what}: known ${ms(known)}, unknown ${ms(unknown)}, p = ${p.toFixed(3)} of ${SAMPLES} each: ${verdict}`);
  return verdict === 'alike';
}

let server;
try {
  const run = (args, input) => {
    const done = spawnSync(resolve(binary), args, { cwd: folder, env, input, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`);
  };
  run(['migrate']);
  for (let n = 0; n < PEOPLE; n += 1) {
    const staff = n === 0 ? ['--staff'] : [];
    run(['admin', 'user', 'create', email(n), '--first-name', `Person ${n}`, '--stdin', ...staff], `${PASSWORD}\n`);
  }
  server = spawn(resolve(binary), ['serve'], { cwd: folder, env, stdio: 'ignore' });
  for (let tries = 0; ; tries += 1) {
    const up = await send('GET', '/readyz').catch(() => undefined);
    if (up?.status === 200) break;
    if (tries > 200) throw new Error('the server does not start');
    await pause(50);
  }

  const alone = [];
  let session = '';
  for (let n = 0; n < 40; n += 1) {
    const answer = await signIn(email(n % PEOPLE), PASSWORD);
    if (answer.status !== 303 || !answer.cookie) throw new Error(`sign-in: ${answer.status}`);
    session = answer.cookie;
    alone.push(answer.took);
  }
  console.log(`one sign-in at a time: median ${ms(median(alone))}`);

  const seconds = 8;
  let signedIn = 0;
  const end = performance.now() + seconds * 1000;
  const person = async (n) => {
    while (performance.now() < end) {
      const answer = await signIn(email((n * 31 + signedIn) % PEOPLE), PASSWORD);
      if (answer.status === 303 && !answer.location.startsWith('/sign-in')) signedIn += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, n) => person(n)));
  console.log(`sign-ins per second, 8 at once: ${(signedIn / seconds).toFixed(1)}`);

  const page = async (during) => {
    const times = [];
    const until = performance.now() + 5000;
    while (performance.now() < until) {
      const answer = await send('GET', '/account/profile', { cookie: session });
      if (answer.status !== 200) throw new Error(`profile ${during}: ${answer.status}`);
      times.push(answer.took);
      await pause(2);
    }
    return times;
  };
  const atRest = await page('at rest');
  let flooding = true;
  let tried = 0;
  const flood = Array.from({ length: 64 }, async (_, n) => {
    while (flooding) {
      await signIn(`stranger${n}@fjordline.example`, 'a wrong one');
      tried += 1;
    }
  });
  await pause(500);
  const flooded = await page('in a flood');
  flooding = false;
  await Promise.all(flood);
  for (const [when, times] of [['at rest', atRest], ['while 64 strangers sign in', flooded]]) {
    console.log(`the profile ${when}: median ${ms(median(times))}, p99 ${ms(quantile(times, 0.99))}`);
  }
  console.log(`p99 in the flood to p99 at rest: ${(quantile(flooded, 0.99) / quantile(atRest, 0.99)).toFixed(1)}; ${tried} were turned away`);

  const alike = [
    await compare('signing in with a wrong password', (unknown, n) =>
      // Four tries for each account: five are free.
      signIn(unknown ? `nobody${n}@fjordline.example` : email(1 + (n % (PEOPLE - 1))), 'a wrong one'),
    ),
    await compare('asking for a new password', (unknown, n) => {
      const address = unknown ? `nobody${n}@fjordline.example` : email(1 + (n % (PEOPLE - 1)));
      const form = new URLSearchParams({ email: address }).toString();
      return send('POST', '/_fn/reset/ask', { form, from: anotherNetwork() });
    }),
  ];
  if (alike.includes(false)) process.exitCode = 1;
} finally {
  server?.kill();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}
