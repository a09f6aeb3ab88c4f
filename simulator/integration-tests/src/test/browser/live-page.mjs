// Watches a simulator's live page in a headless Chromium: a storm, a fault by the keyboard, the verdict, both colour schemes.
// node live-page.mjs WELCOME SCREENSHOTS, where WELCOME is the file with the JSON line of `pawl simulator --json`.
// Ends with 0 and one line for each step, or with 1 and what was wrong.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const [, , welcomeFile, screenshots] = process.argv;
const welcome = JSON.parse(await readFile(welcomeFile, 'utf8'));
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = promisify(execFile);
const done = (step) => console.log('ok ' + step);

const refresh = (name, token) => run('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', '-H', 'X-Pawl-Client: ' + name,
  '-d', 'grant_type=refresh_token', '-d', 'client_id=' + welcome.clientId, '--data-urlencode', 'refresh_token=' + token,
  welcome.tokenEndpoint]).then((ran) => ran.stdout, (failed) => 'curl ' + failed.code);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1200 }, colorScheme: 'light' });
  const requests = [];
  const complaints = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));

  await page.goto(welcome.page);
  await page.locator('#desk').waitFor({ state: 'visible' });
  assert.ok(!page.url().includes(welcome.adminToken), 'the token stays in the address');
  done('the page opens and takes the token out of its address');

  await page.getByText('held by process ' + welcome.lockHolder).waitFor();
  done('who holds the lock is shown');

  const storm = [];
  for (let n = 1; n <= 32; n++) storm.push(refresh('p' + String(n).padStart(2, '0'), welcome.refreshToken));
  const statuses = await Promise.all(storm);
  assert.equal(statuses.filter((status) => status === '200').length, 1, 'one of the storm is granted');
  await page.getByText('Presented again after the spend: F1.rt0; families revoked: 1').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('#processes tr').length >= 32);
  await page.locator('#family-F1.dead').waitFor();
  assert.match(await page.locator('#counts').innerText(), /spends\s+32\s+reuses\s+1\s+revocations\s+1/);
  done('a storm of 32 processes is seen, with its verdict');

  await page.locator('#by-process').fill('p07');
  await page.waitForFunction(() => document.querySelectorAll('#entries tr').length === 1);
  await page.locator('#by-process').fill('');
  done('the ledger is filtered');

  const login = await fetch(welcome.admin + '/families', {
    method: 'POST',
    headers: { Authorization: 'Bearer ' + welcome.adminToken, 'Content-Type': 'application/json' },
    body: '{"account":"bob"}',
  }).then((answer) => answer.json());
  await page.getByRole('button', { name: 'Lose the next answer' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('#pending li').waitFor();
  assert.equal(await refresh('lost', login.refresh_token), 'curl 52');
  const row = page.locator('#entries tr', { hasText: 'AFTER_COMMIT empty' });
  await row.waitFor();
  assert.match(await row.innerText(), /lost.*oauth\.refresh.*F2\.rt0.*F2\.rt1/);
  done('a fault that was injected with the keyboard strikes');

  await page.locator('#fault').fill('refresh#1: SOMETIME empty');
  await page.keyboard.press('Enter');
  await page.locator('#problem:not(:empty)').waitFor();
  assert.match(await page.locator('#problem').innerText(), /SOMETIME/);
  done('a fault that is none is explained');

  await page.getByRole('button', { name: '+1 h', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('#problem').textContent === '');
  const text = await page.content();
  for (const secret of [welcome.adminToken, welcome.refreshToken, welcome.accessToken, login.refresh_token, 'sim-rt-', 'sim-at-']) {
    assert.ok(!text.includes(secret), 'the page shows a secret');
  }
  done('no token is in the page');

  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }));
    assert.deepEqual(found.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html).join(' ')), []);
    await page.screenshot({ path: join(screenshots, 'live-page-' + colorScheme + '.png') });
    done('contrast, names and roles are right: ' + colorScheme);
  }

  await page.locator('h1').click();
  const visited = new Set();
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press('Tab');
    visited.add(await page.evaluate(() => document.activeElement.id || document.activeElement.textContent));
  }
  for (const reached of ['Lose the next answer', 'fault', 'clear-faults', 'by-family', 'hold']) {
    assert.ok(visited.has(reached), 'Tab never comes to ' + reached);
  }
  done('the keyboard reaches everything');

  await fetch(welcome.admin + '/reset', {
    method: 'POST',
    headers: { Authorization: 'Bearer ' + welcome.adminToken, 'Content-Type': 'application/json' },
    body: '{}',
  });
  await page.getByText('Nothing was spent yet').waitFor();
  assert.equal(await page.locator('#families h3').count(), 0);
  done('a reset begins anew');

  assert.deepEqual(requests.filter((url) => !url.startsWith(welcome.api)), [], 'it loads from elsewhere');
  assert.deepEqual(complaints.filter((text) => !text.includes('400 (')), []);
  done('nothing is loaded from elsewhere and nothing complains');
} catch (e) {
  console.error(e);
  process.exitCode = 1;
} finally {
  await browser.close();
}
