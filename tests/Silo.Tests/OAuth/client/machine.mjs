// node machine.mjs <issuer> <client id> <secret>: what a client does without a user.
import * as oidc from 'openid-client';

const [issuer, id, secret] = process.argv.slice(2);
const insecure = { execute: [oidc.allowInsecureRequests] };
const client = await oidc.discovery(new URL(issuer), id, secret, undefined, insecure);
const tokens = await oidc.clientCredentialsGrant(client, { scope: 'inference models:read' });
const active = await oidc.tokenIntrospection(client, tokens.access_token);
await oidc.tokenRevocation(client, tokens.access_token);
const revoked = await oidc.tokenIntrospection(client, tokens.access_token);
const cli = await oidc.discovery(new URL(issuer), 'llmgw-cli', undefined, oidc.None(), insecure);
const device = await oidc.initiateDeviceAuthorization(cli, { scope: 'openid offline_access inference' });
console.log(JSON.stringify({ server: client.serverMetadata(), tokens, active, revoked, device }));
