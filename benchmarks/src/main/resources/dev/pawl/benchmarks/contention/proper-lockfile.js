// A process of a storm whose lock is npm's proper-lockfile; the same orders and the same critical
// section as the Java peers. Arguments: the file of the board.
'use strict';
const fs = require('fs');
const http = require('http');
const readline = require('readline');
const lockfile = require('proper-lockfile');

const board = fs.openSync(process.argv[2], 'r+');
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const RETRIES = { retries: 1000, factor: 1.5, minTimeout: 10, maxTimeout: 100, randomize: true };
let offset = 0;
let login = {};
let file = '';
let place = 0;
let held = { expires_at: 0 };
let before = process.resourceUsage();
let after = before;
let problem = '';

const now = () => Date.now() + offset;
const nanos = () => process.hrtime.bigint();
const read = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));

function write(path, credentials) {
  const fresh = path + '.' + process.pid;
  fs.writeFileSync(fresh, JSON.stringify(credentials), { mode: 0o600 });
  fs.renameSync(fresh, path);
}

function spend(to, refresh) {
  const sent = now();
  const body = `grant_type=refresh_token&client_id=${to.client}&refresh_token=${refresh}`;
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': Buffer.byteLength(body),
  };
  return new Promise((done, failed) => {
    const request = http.request(to.endpoint, { method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => {
        if (answer.statusCode !== 200) {
          failed(new Error('the provider answered ' + answer.statusCode));
          return;
        }
        const tokens = JSON.parse(text);
        done({
          access_token: tokens.access_token,
          refresh_token: tokens.refresh_token || refresh,
          expires_at: sent + tokens.expires_in * 1000,
        });
      });
    });
    request.on('error', failed);
    request.end(body);
  });
}

async function token(path, to) {
  if (now() < held.expires_at) return;
  const release = await lockfile.lock(path, { retries: RETRIES });
  try {
    let stored = read(path);
    if (now() >= stored.expires_at) {
      stored = await spend(to, stored.refresh_token);
      write(path, stored);
    }
    held = stored;
  } finally {
    await release();
  }
}

async function ask(start) {
  let left = Number(start - nanos()) / 1e6;
  while (left > 0) {
    Atomics.wait(sleeper, 0, 0, left);
    left = Number(start - nanos()) / 1e6;
  }
  let served;
  try {
    await token(file, login);
    served = nanos();
  } catch (e) {
    problem = String(e);
    served = -nanos();
  }
  after = process.resourceUsage();
  const entry = Buffer.alloc(8);
  entry.writeBigInt64LE(served);
  fs.writeSync(board, entry, 0, 8, place * 8);
}

async function warmUp(order) {
  fs.mkdirSync(order.warmUpDirectory, { recursive: true });
  const own = order.warmUpDirectory + '/credentials.json';
  const grant = order.warmUp;
  write(own, { access_token: grant.access, refresh_token: grant.refresh, expires_at: 0 });
  held = { expires_at: 0 };
  await token(own, grant);
}

async function obey(order) {
  const answer = {};
  switch (order.do) {
    case 'open':
      offset = order.offset || 0;
      await warmUp(order);
      login = order.login;
      file = order.directory + '/credentials.json';
      place = order.place;
      held = read(file);
      break;
    case 'storm': {
      offset = order.offset;
      problem = '';
      before = process.resourceUsage();
      const start = BigInt(order.start);
      answer.late = start < nanos() ? 1 : 0;
      setImmediate(() => ask(start));
      break;
    }
    case 'collect':
      answer.problem = problem;
      answer.cpu =
        (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) * 1000;
      answer.voluntary = after.voluntaryContextSwitches - before.voluntaryContextSwitches;
      answer.involuntary = after.involuntaryContextSwitches - before.involuntaryContextSwitches;
      break;
    default:
      throw new Error('no order ' + order.do);
  }
  return answer;
}

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  let answer;
  try {
    answer = await obey(JSON.parse(line));
  } catch (e) {
    answer = { error: String(e) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
lines.on('close', () => process.exit(0));
