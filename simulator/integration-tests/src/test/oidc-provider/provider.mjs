// oidc-provider on a free loopback port, set up as the simulator is: the same clients, PKCE always, refresh tokens that
// rotate and tell on reuse. Prints its issuer. Below /__peer it is told what a test does: turn the clock, be the person; and
// it tells what it has counted. ACCESS_TTL is how many seconds an access token lives; with NONCES tokens are
// bound to keys (DPoP), and each proof has to hold a nonce; TOKEN_EXCHANGE=on makes it exchange tokens;
// PUSHED=required has it take pushed authorization requests alone, and say so in its metadata; MTLS is a directory with
// server.pem, authority.pem and pinned.pem: it listens to TLS besides, for clients that show a certificate. Ends when its
// standard input does.
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors, Provider } from 'oidc-provider';

const MINUTE = 60;
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const exchanges = process.env.TOKEN_EXCHANGE === 'on';

const systemTime = Date.now.bind(Date);
let ahead = 0;
Date.now = () => systemTime() + ahead;

let decision = 'approve';

const records = new Map();

class Memory {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    records.set(this.key(id), payload);
  }

  async find(id) {
    return records.get(this.key(id));
  }

  async findByUid(uid) {
    return this.first((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return this.first((payload) => payload.userCode === userCode);
  }

  first(matches) {
    for (const [key, payload] of records) {
      if (key.startsWith(`${this.model}:`) && matches(payload)) return payload;
    }
    return undefined;
  }

  async consume(id) {
    records.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    records.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of records) {
      if (key.startsWith(`${this.model}:`) && payload.grantId === grantId) records.delete(key);
    }
  }
}

const people = {
  redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
  application_type: 'native',
  response_types: ['code'],
};
const personal = ['authorization_code', 'refresh_token', DEVICE_CODE];
const clients = [
  { client_id: 'public', token_endpoint_auth_method: 'none', grant_types: personal, ...people },
  { client_id: 'other', token_endpoint_auth_method: 'none', grant_types: personal, ...people },
  {
    client_id: 'single',
    token_endpoint_auth_method: 'none',
    grant_types: personal,
    ...people,
    redirect_uris: ['http://127.0.0.1/callback'],
  },
  {
    client_id: 'basic',
    client_secret: 'basic-secret',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: [...personal, 'client_credentials'],
    ...people,
  },
  {
    client_id: 'post',
    client_secret: 'post-secret',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: [...personal, 'client_credentials'],
    ...people,
  },
  {
    client_id: 'signer',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
          y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        },
      ],
    },
    grant_types: [...personal, 'client_credentials'],
    ...people,
  },
  {
    client_id: 'keyed',
    client_secret: 'the-secret-that-the-keyed-client-signs-with',
    token_endpoint_auth_method: 'client_secret_jwt',
    token_endpoint_auth_signing_alg: 'HS256',
    grant_types: [...personal, 'client_credentials'],
    ...people,
  },
  {
    client_id: 'machine',
    client_secret: 'machine-secret',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  },
  {
    client_id: 'pushing',
    token_endpoint_auth_method: 'none',
    grant_types: personal,
    require_pushed_authorization_requests: true,
    ...people,
  },
];

const bound = [
  {
    client_id: 'bound',
    token_endpoint_auth_method: 'none',
    grant_types: personal,
    dpop_bound_access_tokens: true,
    ...people,
  },
  {
    client_id: 'bound-basic',
    client_secret: 'basic-secret',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: [...personal, 'client_credentials'],
    dpop_bound_access_tokens: true,
    ...people,
  },
];
const gateway = {
  client_id: 'gateway',
  client_secret: 'gateway-secret',
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: exchanges ? [TOKEN_EXCHANGE] : ['client_credentials'],
  redirect_uris: [],
  response_types: [],
};
clients.push(gateway);

const mutual = process.env.MTLS;
const SUBJECT = 'CN=gateway,O=Example';
const shown = (name) => readFileSync(join(mutual, name), 'ascii');

if (mutual) {
  const pinned = new X509Certificate(shown('pinned.pem'));
  const key = { ...pinned.publicKey.export({ format: 'jwk' }), x5c: [pinned.raw.toString('base64')] };
  clients.push(
    {
      client_id: 'shower',
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: SUBJECT,
      grant_types: personal,
      ...people,
    },
    {
      client_id: 'pinned',
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [key] },
      grant_types: personal,
      ...people,
    },
  );
}

const configuration = {
  adapter: Memory,
  clients: process.env.NONCES ? [...clients, ...bound] : clients,
  scopes: ['openid', 'offline_access', 'messages', 'profile', 'email'],
  claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
  cookies: { keys: ['of a test'], long: { signed: true, sameSite: 'none' } },
  enableHttpPostMethods: true,
  conformIdTokenClaims: false,
  expiresWithSession: () => false,
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  pkce: { required: () => true },
  clientAuthMethods: [
    'none',
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
    ...(mutual ? ['tls_client_auth', 'self_signed_tls_client_auth'] : []),
  ],
  features: {
    mTLS: mutual
      ? {
          enabled: true,
          tlsClientAuth: true,
          selfSignedTlsClientAuth: true,
          getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.(),
          certificateAuthorized: (ctx) => ctx.socket.authorized,
          certificateSubjectMatches: (ctx, property, expected) =>
            ctx.socket.getPeerX509Certificate().subject.split('\n').reverse().join(',') === expected,
        }
      : { enabled: false },
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    dPoP: process.env.NONCES
      ? { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true }
      : { enabled: false },
    introspection: { enabled: true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: {
      enabled: true,
      requirePushedAuthorizationRequests: process.env.PUSHED === 'required',
    },
    rpInitiatedLogout: { enabled: false },
    resourceIndicators: { enabled: false },
  },
  ttl: {
    AccessToken: Number(process.env.ACCESS_TTL ?? 60 * MINUTE),
    AuthorizationCode: MINUTE,
    ClientCredentials: 60 * MINUTE,
    DeviceCode: 10 * MINUTE,
    IdToken: 60 * MINUTE,
    Interaction: 60 * MINUTE,
    Session: 24 * 60 * MINUTE,
    Grant: 14 * 24 * 60 * MINUTE,
    RefreshToken: 14 * 24 * 60 * MINUTE,
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, email: `${id}@example.com`, email_verified: true }),
  }),
};

async function granted(accountId, clientId, scope) {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(scope);
  return grant.save();
}

// The person of the browser, who needs no page.
async function decide(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const result =
    decision === 'deny'
      ? { error: 'access_denied', error_description: 'The person said no' }
      : {
          login: { accountId: 'alice' },
          consent: { grantId: await granted('alice', params.client_id, params.scope ?? '') },
        };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

// The person who types a device's code.
async function decideDevice(typed, says) {
  const code = await provider.DeviceCode.findByUserCode(typed.replaceAll('-', ''), { ignoreExpiration: true });
  if (says === 'deny') {
    Object.assign(code, { error: 'access_denied', errorDescription: 'The person said no' });
  } else {
    const scope = code.params.scope ?? '';
    const grantId = await granted('alice', code.clientId, scope);
    Object.assign(code, { accountId: 'alice', authTime: Math.floor(Date.now() / 1000), grantId, scope });
  }
  await code.save();
}

// What was granted, by grant type; what was refused, and which grants were revoked.
const counts = { granted: {}, refused: 0, revoked: 0 };

// Does what it is told, and returns what it is asked for.
async function told(url) {
  switch (url.pathname) {
    case '/__peer/counts':
      return JSON.stringify(counts);
    case '/__peer/advance':
      ahead += 1000 * Number(url.searchParams.get('seconds'));
      return '';
    case '/__peer/person':
      decision = url.searchParams.get('decision');
      return '';
    case '/__peer/device':
      await decideDevice(url.searchParams.get('user_code'), url.searchParams.get('decision'));
      return '';
    default:
      throw new Error(`unknown: ${url.pathname}`);
  }
}

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

// The endpoints at which clients prove who they are, once more (RFC 8705 section 5).
const tls = mutual
  ? createTlsServer({
      key: shown('server.pem'),
      cert: shown('server.pem'),
      ca: shown('authority.pem'),
      requestCert: true,
      rejectUnauthorized: false,
    })
  : undefined;
if (tls) {
  tls.listen(0, '127.0.0.1');
  await once(tls, 'listening');
  const alias = `https://127.0.0.1:${tls.address().port}`;
  configuration.discovery = {
    mtls_endpoint_aliases: {
      token_endpoint: `${alias}/token`,
      revocation_endpoint: `${alias}/token/revocation`,
      device_authorization_endpoint: `${alias}/device/auth`,
      userinfo_endpoint: `${alias}/me`,
    },
  };
}
const provider = new Provider(issuer, configuration);
const serve = provider.callback();
tls?.on('request', serve);

// RFC 8693, which oidc-provider leaves to its user: an access token of this provider for one of the client's own.
async function exchange(ctx) {
  const { client, params } = ctx.oidc;
  if (params.subject_token_type !== ACCESS_TOKEN) throw new errors.InvalidRequest('subject_token_type is not exchanged');
  const subject = await provider.AccessToken.find(params.subject_token ?? '');
  if (!subject?.isValid) throw new errors.InvalidRequest('the subject token is not active');
  const scope = params.scope ?? subject.scope;
  const has = new Set(subject.scope.split(' '));
  if (!scope.split(' ').every((one) => has.has(one))) throw new errors.InvalidScope('more than the subject has', scope);
  const grantId = await granted(subject.accountId, client.clientId, scope);
  const token = new provider.AccessToken({ accountId: subject.accountId, client, grantId, gty: 'token_exchange', scope });
  ctx.oidc.entity('AccessToken', token);
  ctx.body = {
    access_token: await token.save(),
    issued_token_type: ACCESS_TOKEN,
    token_type: 'Bearer',
    expires_in: token.expiration,
    scope,
  };
}

if (exchanges) {
  const parameters = ['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type'];
  provider.registerGrantType(TOKEN_EXCHANGE, exchange, [...parameters, 'audience', 'resource', 'scope'], ['audience', 'resource']);
}
provider.on('grant.success', (ctx) => {
  const type = ctx.oidc.params.grant_type;
  counts.granted[type] = (counts.granted[type] ?? 0) + 1;
});
provider.on('grant.error', () => (counts.refused += 1));
provider.on('grant.revoked', () => (counts.revoked += 1));

server.on('request', (request, response) => {
  const url = new URL(request.url, issuer);
  const fail = (problem) => {
    console.error(problem);
    response.writeHead(500).end();
  };
  if (url.pathname.startsWith('/__peer/')) {
    told(url).then((answer) => response.writeHead(answer ? 200 : 204).end(answer), fail);
  } else if (url.pathname.startsWith('/interaction/')) {
    decide(request, response).catch(fail);
  } else {
    serve(request, response);
  }
});

process.stdin.on('end', () => process.exit(0)).resume();
console.log(issuer);
