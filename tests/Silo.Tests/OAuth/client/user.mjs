// node user.mjs <issuer> <client id> <secret> <e-mail> <password>: what a client does for a user, with a code, a refresh token and a device.
import * as oidc from 'openid-client';
import { Browser, fields } from './browser.mjs';

const [issuer, id, secret, email, password] = process.argv.slice(2);
const insecure = { execute: [oidc.allowInsecureRequests] };
const redirectUri = 'https://app.example/callback';
const scope = 'openid profile email offline_access inference';
const client = await oidc.discovery(new URL(issuer), id, secret, undefined, insecure);
const browser = new Browser(new URL(issuer).origin);
const result = {};

const refusal = async promise => {
  try {
    await promise;
    return null;
  } catch (e) {
    return e.error ?? e.cause?.error ?? String(e);
  }
};

const start = async extra => {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri, scope, state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...extra,
  });
  return { url: url.href, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
};
const decide = (page, decision) => browser.go(`${browser.origin}${/action="([^"]*)"/.exec(page.html)[1]}`, [...fields(page.html), ['decision', decision]]);
const exchange = async (flow, url) => oidc.authorizationCodeGrant(client, new URL(url), flow.checks);

// Nobody is signed in yet.
let flow = await start({ prompt: 'none' });
result.notSignedIn = new URL((await browser.go(flow.url)).url).searchParams.get('error');

// Sign in, see the consent page, deny, then allow.
flow = await start();
let page = await browser.signIn(await browser.go(flow.url), email, password);
result.consent = { status: page.status, policy: page.policy, html: page.html };
let left = await decide(page, 'deny');
result.denied = new URL(left.url).searchParams.get('error');
flow = await start({ prompt: 'none' });
result.notAllowed = new URL((await browser.go(flow.url)).url).searchParams.get('error');
flow = await start();
left = await decide(await browser.go(flow.url), 'allow');
const tokens = await exchange(flow, left.url);
result.tokens = tokens;
result.claims = tokens.claims();
result.userInfo = await oidc.fetchUserInfo(client, tokens.access_token, tokens.claims().sub);

// The consent is kept.
flow = await start({ prompt: 'none' });
left = await browser.go(flow.url);
const second = await exchange(flow, left.url);
result.again = Boolean(second.access_token);

// A code that comes twice takes its tokens with it.
result.codeTwice = await refusal(exchange(flow, left.url));
result.afterCodeTwice = await refusal(oidc.refreshTokenGrant(client, second.refresh_token));

// Each refresh token works once; the second time ends the whole authorization.
const refreshed = await oidc.refreshTokenGrant(client, tokens.refresh_token);
result.rotated = refreshed.refresh_token !== tokens.refresh_token;
result.refreshTwice = await refusal(oidc.refreshTokenGrant(client, tokens.refresh_token));
result.afterRefreshTwice = await refusal(oidc.refreshTokenGrant(client, refreshed.refresh_token));
result.accessAfterReuse = (await oidc.tokenIntrospection(client, refreshed.access_token)).active;

// A wrong proof.
flow = await start();
left = await browser.go(flow.url);
result.wrongProof = await refusal(oidc.authorizationCodeGrant(client, new URL(left.url), { ...flow.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() }));

// A device.
const cli = await oidc.discovery(new URL(issuer), 'llmgw-cli', undefined, oidc.None(), insecure);
const device = await oidc.initiateDeviceAuthorization(cli, { scope });
const confirm = await browser.go(device.verification_uri_complete);
result.device = confirm.html;
result.wrongCode = (await browser.go(`${device.verification_uri}?user_code=0000-0000-0000`)).html;
const done = await browser.go(`${browser.origin}/oauth/verify`, [...fields(confirm.html), ['tenant', 'default'], ['decision', 'allow']]);
result.deviceDone = done.html;
result.deviceTokens = await oidc.pollDeviceAuthorizationGrant(cli, device);
result.deviceUser = result.deviceTokens.claims();
console.log(JSON.stringify(result));
