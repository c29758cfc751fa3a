import { bodyOf, header, type Answer, type Exchange } from '../http/exchange';
import { asText, type JsonObject } from '../http/json';
import type { ModMedWorld } from './world';
import { outcome } from './outcome';

/** The older FHIR login: username and password of the practice, at a path of the practice. */
export function passwordGrant(exchange: Exchange, world: ModMedWorld): Answer {
	const body = bodyOf(exchange);
	if (body.grant_type === 'refresh_token') return refreshed(asText(body.refresh_token), world);
	const { username, password } = world.identity;
	if (body.grant_type !== 'password') return refusedLogin('unsupported_grant_type', world);
	if (body.username !== username || body.password !== password) {
		return refusedLogin('invalid_grant', world);
	}
	return granted(newRefreshToken(world), world);
}

function refreshed(refreshToken: string, world: ModMedWorld): Answer {
	if (!world.tokens.isRefresh(refreshToken)) return refusedLogin('invalid_grant', world);
	if (world.unknowns.get('refreshRotation') === 'reusable') return granted(refreshToken, world);
	world.tokens.dropRefresh(refreshToken);
	return granted(newRefreshToken(world), world);
}

function newRefreshToken(world: ModMedWorld): string {
	const isShort = world.unknowns.get('refreshTokenLifetime') === 'asAccessToken';
	return world.tokens.issueRefresh(isShort ? lifetimeOf(world) : Infinity);
}

function lifetimeOf(world: ModMedWorld): number {
	const { password } = world.access.tokenLifetimeSeconds;
	return world.unknowns.get('legacyTokenLifetime') === 'minute' ? Math.min(60, password) : password;
}

function granted(refreshToken: string, world: ModMedWorld): Answer {
	const lifetime = lifetimeOf(world);
	const body: JsonObject = {
		scope: world.identity.practice,
		token_type: 'Bearer',
		access_token: world.tokens.issue(lifetime),
		refresh_token: refreshToken,
	};
	if (world.unknowns.get('legacyExpiresIn') === 'present') body.expires_in = lifetime;
	return { status: 200, body };
}

function refusedLogin(error: string, world: ModMedWorld): Answer {
	const oauth = { error, error_description: 'The credentials are not valid' };
	switch (world.unknowns.get('legacyLoginError')) {
		case 'oauth400':
			return { status: 400, body: oauth };
		case 'outcome401':
			return outcome(401, 'The credentials are not valid', world.unknowns);
		case 'html403':
			return { status: 403, body: '<html><body><h1>403 Forbidden</h1></body></html>' };
		default:
			return { status: 401, body: oauth };
	}
}

/** The newer login of a vendor application, at a server of its own: no key, no refresh token. */
export function clientCredentials(exchange: Exchange, world: ModMedWorld): Answer {
	const given = clientOf(exchange);
	const { clientId, clientSecret } = world.identity;
	if (given.id !== clientId || given.secret !== clientSecret) {
		const text = 'Invalid client or Invalid client credentials';
		return { status: 401, body: { error: 'invalid_client', error_description: text } };
	}
	if (bodyOf(exchange).grant_type !== 'client_credentials') {
		return { status: 400, body: { error: 'unsupported_grant_type' } };
	}
	const lifetime = world.access.tokenLifetimeSeconds.clientCredentials;
	const scope = [...world.access.permissions].map((permission) => `acl/${permission}`);
	return {
		status: 200,
		body: {
			access_token: world.tokens.issue(lifetime),
			expires_in: lifetime,
			refresh_expires_in: 0,
			token_type: 'Bearer',
			'not-before-policy': 0,
			scope: scope.join(' '),
		},
	};
}

/** The server's metadata allows both the body and basic authentication. */
function clientOf(exchange: Exchange): { id: string; secret: string } {
	const body = bodyOf(exchange);
	const [scheme, encoded] = header(exchange, 'authorization').split(' ');
	if (scheme !== 'Basic' || !encoded) {
		return { id: asText(body.client_id), secret: asText(body.client_secret) };
	}
	const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
	return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}
