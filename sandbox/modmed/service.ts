import { header, type Answer, type Exchange } from '../http/exchange';
import { Router, type Handler } from '../http/router';
import type { Permission } from './access';
import { createAppointment, updateAppointment } from './appointmentWrite';
import { bundle } from './bundle';
import { createCharge, searchAccount } from './charges';
import { checkPatientSearch } from './patientSearch';
import { createPatient, updatePatient } from './patientWrite';
import { clientCredentials, passwordGrant } from './login';
import { fhir, outcome } from './outcome';
import { render } from './render';
import { search } from './searches';
import type { ResourceType } from './store';
import { forbiddenKey, lostToken, tooMany, unknownFirm, unreadableBody } from './refusals';
import { listValueSets, readValueSet } from './valueSets';
import type { ModMedWorld } from './world';

const ENVIRONMENT = 'ema-dev';
export const TOKEN_PATH = '/auth/realms/ema-fhir/protocol/openid-connect/token';

export function basePath(practice: string): string {
	return `/${ENVIRONMENT}/firm/${practice}/ema`;
}

type Needs = Permission | 'nothing' | 'patientSearch';

export function modMedService(world: ModMedWorld): (exchange: Exchange) => Answer {
	const root = basePath(world.identity.practice);
	const router = routes(world, `${root}/fhir/v2`);
	return (exchange) => {
		// The login of applications is a server of its own, which knows no API key.
		if (exchange.path === TOKEN_PATH && exchange.method === 'POST') {
			return clientCredentials(exchange, world);
		}
		const gateway = refusedAtTheGate(exchange, world);
		if (gateway) return gateway;
		if (!exchange.path.startsWith(`${root}/`)) return unknownFirm(world);
		if (exchange.path === `${root}/ws/oauth2/grant` && exchange.method === 'POST') {
			return passwordGrant(exchange, world);
		}
		const [scheme, token = ''] = header(exchange, 'authorization').split(' ');
		if (scheme !== 'Bearer' || !world.tokens.isValid(token)) return lostToken(world);
		const match = router.match(exchange.method, exchange.path);
		if (!match) return outcome(404, 'Unknown resource or interaction', world.unknowns);
		const needs = match.route.extra;
		const bodyFirst = world.unknowns.get('permissionOrBody') === 'bodyFirst';
		if (bodyFirst && isUnreadable(exchange)) return unreadableBody(world);
		if (needs === 'patientSearch') checkPatientSearch(exchange, world);
		else if (needs !== 'nothing' && !world.access.permissions.has(needs)) {
			return outcome(403, `Access ${needs} is not granted`, world.unknowns);
		}
		if (isUnreadable(exchange)) return unreadableBody(world);
		exchange.params = match.params;
		return match.route.handler(exchange);
	};
}

function isUnreadable({ text, body }: Exchange): boolean {
	return text !== '' && body === undefined;
}

function refusedAtTheGate(exchange: Exchange, world: ModMedWorld): Answer | undefined {
	const { apiKeyActive, callsPerMinute } = world.access;
	const keyIsGood = header(exchange, 'x-api-key') === world.identity.apiKey && apiKeyActive;
	if (!keyIsGood) return forbiddenKey(world);
	return world.calls.admit(callsPerMinute) ? undefined : tooMany(world);
}

function routes(world: ModMedWorld, root: string): Router<Needs> {
	const router = new Router<Needs>();
	const base = (exchange: Exchange) => `${exchange.origin}${root}`;
	const id = (exchange: Exchange) => exchange.params.id ?? '';
	const add = (method: string, path: string, needs: Needs, handler: Handler) =>
		router.add(method, `${root}/${path}`, handler, needs);
	const readable = (type: ResourceType, read: Needs, searching: Needs) => {
		add('GET', type, searching, (exchange) =>
			bundle(search(type, exchange, world), type, exchange, base(exchange), world),
		);
		add('GET', `${type}/:id`, read, (exchange) => {
			const found = world.store.get(type, id(exchange));
			if (!found) return outcome(404, `${type} ${id(exchange)} was not found`, world.unknowns);
			return fhir(200, render(found, base(exchange), world.unknowns));
		});
	};
	readable('Appointment', 'appmt_r', 'appmt_s');
	readable('Patient', 'pat_r', 'patientSearch');
	readable('Practitioner', 'prac_r', 'prac_s');
	readable('Location', 'loc_r', 'loc_s');
	readable('Encounter', 'enc_r', 'enc_s');
	readable('ChargeItem', 'chrg_item_r', 'chrg_item_s');
	add('POST', 'Appointment', 'appmt_c', (e) => createAppointment(e, base(e), world));
	add('PUT', 'Appointment/:id', 'appmt_u', (e) => updateAppointment(e, id(e), base(e), world));
	add('POST', 'Patient', 'pat_c', (e) => createPatient(e, base(e), world));
	add('PUT', 'Patient/:id', 'pat_u', (e) => updatePatient(e, id(e), world));
	add('POST', 'ChargeItem', 'chrg_item_c', (e) => createCharge(e, base(e), world));
	add('GET', 'Account', 'acc_s', (e) => searchAccount(e, base(e), world));
	add('GET', 'ValueSet', 'val_set_r', (e) => listValueSets(base(e), world));
	add('GET', 'ValueSet/:id', 'val_set_r', (e) => readValueSet(id(e), base(e), world));
	add('GET', 'metadata', 'nothing', () => fhir(200, { resourceType: 'CapabilityStatement' }));
	return router;
}
