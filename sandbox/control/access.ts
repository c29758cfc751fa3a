import { bodyOf, type Answer, type Exchange } from '../http/exchange';
import { asList, asObject, asText } from '../http/json';
import type { Permission } from '../modmed/access';
import type { Scope } from '../crm/types';
import type { Parts } from '../parts';

/** Permissions, tokens, limits and lag of both services, as far as they are named in the body. */
export function changeAccess(exchange: Exchange, { modMed, crm }: Parts): Answer {
	const body = bodyOf(exchange);
	const practice = asObject(body.modMed);
	const location = asObject(body.crm);
	const { access } = modMed;
	access.grant(...(asList(practice.grant) as Permission[]));
	access.revoke(...(asList(practice.revoke) as Permission[]));
	if (practice.apiKeyActive !== undefined) access.apiKeyActive = practice.apiKeyActive === true;
	if (practice.callsPerMinute) access.callsPerMinute = Number(practice.callsPerMinute);
	if (practice.requiredOfPatients) {
		access.requiredOfPatients = asList(practice.requiredOfPatients).map(asText);
	}
	if (practice.tokenLifetimeSeconds) {
		const seconds = Number(practice.tokenLifetimeSeconds);
		access.tokenLifetimeSeconds = { password: seconds, clientCredentials: seconds };
	}
	if (practice.expireTokens === true) modMed.tokens.expireAll();
	if (practice.expireRefreshTokens === true) modMed.tokens.expireRefreshTokens();
	if (practice.clockSkewMs !== undefined) modMed.clockSkewMs = Number(practice.clockSkewMs);
	const { settings } = crm;
	settings.grant(...(asList(location.grant) as Scope[]));
	settings.revoke(...(asList(location.revoke) as Scope[]));
	if (location.tokenActive !== undefined) settings.tokenActive = location.tokenActive === true;
	if (location.searchLagMs !== undefined) settings.searchLagMs = Number(location.searchLagMs);
	if (location.burstMax) settings.burst.max = Number(location.burstMax);
	if (location.dailyMax !== undefined) settings.dailyMax = Number(location.dailyMax);
	for (const name of ['allowDuplicateContact', 'allowDuplicateOpportunity'] as const) {
		if (location[name] !== undefined) settings[name] = location[name] === true;
	}
	return {
		status: 200,
		body: { permissions: [...access.permissions], scopes: [...settings.scopes] },
	};
}
