'use strict';

/* The live page of a simulator: everything it shows comes from the admin API, everything it does goes there. */

const MOST_ROWS = 300;
const MOST_REMEMBERED = 5000;
const MOST_IN_LINE = 40;

const byId = (id) => document.getElementById(id);
const state = { token: '', alive: new Map(), paused: false, due: false, following: false, pressed: null };
startAfresh();

/* What the ledger has told so far. */
function startAfresh(era) {
  Object.assign(state, {
    era,
    since: 0,
    entries: [],
    families: new Map(),
    processes: new Map(),
    counts: { spends: 0, reuses: 0, revocations: 0, calls: 0, refused: 0 },
  });
}

class Refusal extends Error {}

async function api(method, path, body) {
  const answer = await fetch('/__sim' + path, {
    method,
    headers: { Authorization: 'Bearer ' + state.token, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
  });
  const members = await answer.json();
  if (!answer.ok) {
    throw new Refusal(members.error_description || members.error || 'refused: ' + answer.status);
  }
  return members;
}

/* The ledger as server-sent events (WHATWG HTML, 9.2); by fetch, since an EventSource sends no token. */
async function* events() {
  const answer = await fetch('/__sim/ledger?format=events&wait=5s&limit=1000', {
    headers: {
      Authorization: 'Bearer ' + state.token,
      Accept: 'text/event-stream',
      'Last-Event-ID': String(state.since),
    },
    cache: 'no-store',
  });
  if (!answer.ok) {
    const members = await answer.json();
    throw new Refusal(members.error_description || members.error || 'refused: ' + answer.status);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = { name: 'message', data: '' };
      for (const line of block.split('\n')) {
        if (line.startsWith('event: ')) event.name = line.slice(7);
        if (line.startsWith('data: ')) event.data += line.slice(6);
      }
      if (event.data) yield { name: event.name, members: JSON.parse(event.data) };
    }
  }
}

function tell(problem) {
  byId('problem').textContent = problem;
}

async function attempt(work) {
  try {
    tell('');
    await work();
    await survey();
  } catch (e) {
    tell(e instanceof Refusal ? e.message : 'the simulator does not answer');
  }
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/* What the ledger says. */

const isSpend = (entry) => entry.operation.endsWith('.refresh') && entry.outcome !== 'HELD';
const REUSES = ['REUSE_REJECTED', 'REUSE_FAMILY_REVOKED', 'REPLAYED_IN_GRACE', 'RACE_LOST'];
const isReuse = (entry) => REUSES.includes(entry.outcome);
const isCall = (entry) => entry.operation === 'api.call';

function familyOf(name) {
  if (!state.families.has(name)) {
    state.families.set(name, { tokens: new Map(), dead: false });
  }
  return state.families.get(name);
}

function tokenOf(family, label) {
  if (!family.tokens.has(label)) {
    family.tokens.set(label, { label, parent: '', children: [], presented: 0, reused: false });
  }
  return family.tokens.get(label);
}

function take(entry) {
  state.entries.push(entry);
  if (state.entries.length > MOST_REMEMBERED) state.entries.shift();
  const process = state.processes.get(entry.process) || { spends: 0, reuses: 0, calls: 0, refused: 0 };
  state.processes.set(entry.process, process);
  if (isSpend(entry)) {
    state.counts.spends++;
    process.spends++;
    if (isReuse(entry)) {
      state.counts.reuses++;
      process.reuses++;
    }
  }
  if (isCall(entry)) {
    const refused = entry.outcome !== 'GRANTED';
    state.counts.calls++;
    process.calls++;
    if (refused) {
      state.counts.refused++;
      process.refused++;
    }
  }
  if (entry.family) grow(entry);
}

function grow(entry) {
  const family = familyOf(entry.family);
  if (entry.outcome === 'REUSE_FAMILY_REVOKED' || entry.outcome === 'FAMILY_REVOKED' || entry.outcome === 'CODE_REPLAYED') {
    if (!family.dead) state.counts.revocations++;
    family.dead = true;
  }
  const isRefreshToken = (label) => /\.rt\d+$/.test(label);
  if (isRefreshToken(entry.issued)) {
    const issued = tokenOf(family, entry.issued);
    if (isRefreshToken(entry.presented) && entry.presented !== entry.issued && !issued.parent) {
      issued.parent = entry.presented;
      tokenOf(family, entry.presented).children.push(entry.issued);
    }
  }
  if (isSpend(entry) && isRefreshToken(entry.presented)) {
    const presented = tokenOf(family, entry.presented);
    presented.presented++;
    presented.reused = presented.reused || isReuse(entry);
  }
}

/* What is drawn. */

function lines(family) {
  const all = [];
  const follow = (label, line) => {
    let next = label;
    while (next) {
      const token = family.tokens.get(next);
      line.push(token);
      token.children.slice(1).forEach((child) => follow(child, [{ from: token.label }]));
      next = token.children[0];
    }
    all.push(line);
  };
  [...family.tokens.values()].filter((token) => !token.parent).forEach((token) => follow(token.label, []));
  return all;
}

function drawFamilies() {
  const place = byId('families');
  const drawn = [];
  for (const [name, family] of state.families) {
    const alive = state.alive.get(name);
    const box = element('div', undefined, 'family' + (family.dead ? ' dead' : ''));
    box.id = 'family-' + name;
    box.append(element('h3', name + (alive ? ' of ' + alive.account : '')));
    const buttons = element('p', undefined, 'buttons');
    buttons.append(button('Revoke access tokens of ' + name, () => api('POST', '/revoke', { family: name, what: 'access' })));
    buttons.append(button('Revoke ' + name, () => api('POST', '/revoke', { family: name })));
    for (const line of lines(family)) box.append(chips(line, alive));
    box.append(buttons);
    drawn.push(box);
  }
  keepFocus(place, drawn);
}

function chips(line, alive) {
  const list = element('ol', undefined, 'line');
  const shown = line.length > MOST_IN_LINE ? line.slice(-MOST_IN_LINE) : line;
  if (shown.length < line.length) list.append(element('li', line.length - shown.length + ' earlier', 'from'));
  for (const token of shown) {
    if (token.from) {
      list.append(element('li', 'also from ' + token.from, 'from'));
      continue;
    }
    const current = alive && alive.currentRefreshTokens.includes(token.label);
    const text = token.label + (token.presented > 1 ? ' ×' + token.presented : '') + (current ? ' current' : '');
    list.append(element('li', text, token.reused ? 'reused' : current ? 'current' : ''));
  }
  return list;
}

function button(text, work) {
  const made = element('button', text);
  made.type = 'button';
  made.dataset.key = text;
  made.addEventListener('click', () => attempt(work));
  return made;
}

/* A part that is drawn anew keeps the keyboard where it was. */
function keepFocus(place, children) {
  if (place.contains(state.pressed)) return; // somebody is about to click there
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : '';
  place.replaceChildren(...children);
  if (key) {
    const same = [...place.querySelectorAll('[data-key]')].find((each) => each.dataset.key === key);
    if (same) same.focus();
  }
}

function drawProcesses() {
  const others = [...state.processes].filter(([name]) => name !== 'simulator'); // that is its owner
  const rows = others.slice(-MOST_ROWS).map(([name, counts]) => {
    const row = element('tr');
    row.append(element('td', name), element('td', counts.spends), element('td', counts.reuses, counts.reuses ? 'bad' : ''),
      element('td', counts.calls), element('td', counts.refused));
    return row;
  });
  byId('processes').replaceChildren(...rows);
}

function drawVerdict() {
  const { spends, reuses, revocations, calls, refused } = state.counts;
  const names = { spends, reuses, revocations, calls, 'calls refused': refused };
  byId('counts').replaceChildren(...Object.entries(names).map(([name, count]) => {
    const pair = element('div');
    pair.append(element('dt', name), element('dd', count));
    return pair;
  }));
  const verdict = byId('verdict');
  const again = [...state.families.values()].flatMap((family) => [...family.tokens.values()]).filter((token) => token.reused);
  const text = again.length
    ? 'Presented again after the spend: ' + again.slice(0, 5).map((token) => token.label).join(', ')
      + (again.length > 5 ? ' and ' + (again.length - 5) + ' more' : '') + (revocations ? '; families revoked: ' + revocations : '')
    : spends ? 'No refresh token was presented after it was spent' : 'Nothing was spent yet';
  if (verdict.textContent !== text) verdict.textContent = text;
  verdict.className = again.length ? 'bad' : spends ? 'good' : '';
}

function drawLedger() {
  const wanted = {
    family: byId('by-family').value.trim(),
    operation: byId('by-operation').value.trim(),
    process: byId('by-process').value.trim(),
    outcome: byId('by-outcome').value.trim().toUpperCase(),
  };
  const fits = (entry) => Object.entries(wanted).every(([member, text]) => !text
    || (member === 'family' ? entry.family === text : entry[member].includes(text)));
  const fitting = state.entries.filter(fits);
  const rows = fitting.slice(-MOST_ROWS).reverse().map((entry) => {
    const row = element('tr');
    const issued = [entry.issued, entry.access].filter((label) => label).join(', ');
    row.append(element('td', entry.sequence), element('td', entry.time.replace('T', ' ').replace(/\.\d+Z$/, '')),
      element('td', entry.process), element('td', entry.operation), element('td', entry.presented), element('td', issued),
      element('td', entry.outcome, isReuse(entry) ? 'bad' : ''), element('td', entry.status || 'none'), element('td', entry.fault));
    return row;
  });
  byId('entries').replaceChildren(...rows);
  byId('shown').textContent = rows.length + ' of ' + fitting.length + ' entries shown';
}

function draw() {
  if (state.due) return;
  state.due = true;
  requestAnimationFrame(() => {
    state.due = false;
    drawVerdict();
    drawFamilies();
    drawProcesses();
    if (!state.paused) drawLedger();
  });
}

function drawLock(lock) {
  byId('lock').hidden = !lock.file;
  byId('lock-file').textContent = lock.file;
  byId('lock-state').textContent = !lock.visible ? 'This system does not tell who holds it'
    : (lock.holders.length ? 'held by process ' + lock.holders.join(', ') : 'free')
      + (lock.waiting ? '; ' + lock.waiting + ' wait' : '');
}

/* Clocks, faults, the lock and which tokens are current are asked for; they are in no ledger. */

async function survey() {
  const [clock, faults, families, lock] = await Promise.all([
    api('GET', '/clock'), api('GET', '/faults'), api('GET', '/families'), api('GET', '/lock'),
  ]);
  drawLock(lock);
  byId('now').textContent = clock.now.replace('T', ' ').replace(/\.\d+Z$/, ' UTC') + (clock.frozen ? ', stopped' : '');
  state.alive = new Map(families.families.map((family) => [family.name, family]));
  byId('held').textContent = faults.held;
  byId('pending').replaceChildren(...faults.faults.map((fault) => element('li', fault)));
  keepFocus(byId('services'), Object.entries(clock.skews).map(([name, skew]) => {
    const item = element('li', name + ', clock ' + (skew === 'PT0S' ? 'right' : skew.replace('PT', '') + ' ahead')
      + (clock.away.includes(name) ? ', away ' : ' '));
    item.append(
      button('Take ' + name + ' away', () => api('POST', '/outage', { outage: 'UNAVAILABLE', service: name })),
      ' ', button('Bring ' + name + ' back', () => api('POST', '/outage', { outage: 'NONE', service: name })),
      ' ', button(name + ' +2 h', () => api('POST', '/clock', { service: name, skew: '2h' })),
      ' ', button(name + ' right', () => api('POST', '/clock', { service: name, skew: '0s' })));
    return item;
  }));
  draw();
}

async function follow() {
  for (;;) {
    try {
      const told = [];
      let position;
      for await (const event of events()) {
        byId('connection').textContent = 'connected';
        if (event.name === 'entry') told.push(event.members);
        if (event.name === 'position') position = event.members;
      }
      if (!position) throw new Error('the stream was cut');
      if (state.era !== undefined && state.era !== position.era) {
        startAfresh(position.era); // the simulator was reset; what it tells now is read from the beginning
        await survey();
        continue;
      }
      state.era = position.era;
      state.since = position.next;
      told.forEach(take);
      await survey();
    } catch (e) {
      byId('connection').textContent = e instanceof Refusal ? e.message : 'the simulator does not answer';
      if (e instanceof Refusal) {
        state.following = false;
        return enter();
      }
      await new Promise((later) => setTimeout(later, 1000));
    }
  }
}

function enter() {
  byId('entrance').hidden = false;
  byId('desk').hidden = true;
  byId('token').focus();
}

async function open(token) {
  state.token = token;
  try {
    await survey();
  } catch (e) {
    byId('connection').textContent = e instanceof Refusal ? e.message : 'the simulator does not answer';
    return enter();
  }
  sessionStorage.setItem('admin-token', token);
  byId('entrance').hidden = true;
  byId('desk').hidden = false;
  if (!state.following) {
    state.following = true;
    follow();
    setInterval(() => document.hidden || survey().catch(() => {}), 2000);
  }
}

document.addEventListener('pointerdown', (event) => { state.pressed = event.target; });
for (const end of ['pointerup', 'pointercancel']) {
  document.addEventListener(end, () => setTimeout(() => {
    state.pressed = null;
    draw();
  }));
}
byId('entrance').addEventListener('submit', (event) => {
  event.preventDefault();
  open(byId('token').value.trim());
});
byId('fault-form').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    await api('POST', '/faults', { fault: byId('fault').value });
    byId('fault').value = '';
  });
});
document.querySelectorAll('[data-fault]').forEach((each) => each.addEventListener('click',
  () => attempt(() => api('POST', '/faults', { fault: each.dataset.fault }))));
document.querySelectorAll('[data-turn]').forEach((each) => each.addEventListener('click',
  () => attempt(() => api('POST', '/clock', JSON.parse(each.dataset.turn)))));
byId('clear-faults').addEventListener('click', () => attempt(() => api('DELETE', '/faults')));
byId('release').addEventListener('click', () => attempt(() => api('POST', '/release', {})));
byId('filters').addEventListener('input', drawLedger);
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('hold').addEventListener('click', (event) => {
  state.paused = !state.paused;
  event.target.setAttribute('aria-pressed', String(state.paused));
  if (!state.paused) drawLedger();
});

/* The token comes behind the #, which no server sees, and is taken out of the address at once. */
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) history.replaceState(null, '', location.pathname);
const kept = given || sessionStorage.getItem('admin-token') || '';
if (kept) open(kept);
else enter();
