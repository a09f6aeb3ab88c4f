// openid-client refreshes, proper-lockfile locks, and a file keeps; the file is read again under the lock.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as oauth from 'openid-client';
import lockfile from 'proper-lockfile';

const { DRILL_ISSUER, DRILL_TOKEN_ENDPOINT, DRILL_API, DRILL_CLIENT_ID, DRILL_REFRESH_TOKEN, DRILL_SCRATCH } =
  process.env;
const FILE = DRILL_SCRATCH + '/tokens.json';
// As long as the lock of a dead process stays, and as often as its README shows an exponential backoff.
const RETRIES = { retries: 60, factor: 1, minTimeout: 200, maxTimeout: 500, randomize: true };

const config = new oauth.Configuration(
  { issuer: DRILL_ISSUER, token_endpoint: DRILL_TOKEN_ENDPOINT },
  DRILL_CLIENT_ID,
  undefined,
  oauth.None(),
);
oauth.allowInsecureRequests(config);

function read() {
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

function write(tokens) {
  const fresh = FILE + '.' + process.pid;
  fs.writeFileSync(fresh, JSON.stringify(tokens), { mode: 0o600 });
  fs.renameSync(fresh, FILE);
}

async function refresh(refused) {
  const release = await lockfile.lock(FILE, { retries: RETRIES });
  try {
    const stored = read();
    if (stored.access !== refused) return; // another copy was here
    const answer = await oauth.refreshTokenGrant(config, stored.refresh);
    write({ access: answer.access_token, refresh: answer.refresh_token ?? stored.refresh });
  } finally {
    await release();
  }
}

if (!fs.existsSync(FILE)) write({ access: 'none', refresh: DRILL_REFRESH_TOKEN });
for (;;) {
  try {
    const { access } = read();
    const answer = await fetch(DRILL_API, { headers: { Authorization: 'Bearer ' + access } });
    await answer.arrayBuffer();
    if (answer.status !== 200) await refresh(access);
    await sleep(200);
  } catch (e) {
    console.error(String(e));
    await sleep(1000);
  }
}
