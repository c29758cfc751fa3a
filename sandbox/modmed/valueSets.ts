import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../http/json';
import { fhir, refuse } from './outcome';
import type { ModMedWorld } from './world';

interface Code {
	code: string;
	display: string;
}

const FIXED: Record<string, Code[]> = {
	'reportable-reason': [
		{ code: 'Other', display: 'OTHER' },
		{ code: 'Medical Non-emergency', display: 'MEDICAL_NON_EMERGENCY' },
	],
	'appointment-cancellation-reason': [
		{ code: 'PATIENT', display: 'Cancelled by Patient' },
		{ code: 'PROVIDER', display: 'Cancelled by Provider' },
	],
	'encounter-type': [{ code: 'VISIT', display: 'Visit' }],
};

export function readValueSet(name: string, base: string, world: ModMedWorld): Answer {
	const codes = codesOf(name, world);
	if (!codes) return refuse(404, `ValueSet ${name} was not found`, world.unknowns);
	return fhir(200, valueSet(name, codes, base, world));
}

export function listValueSets(base: string, world: ModMedWorld): Answer {
	const names = ['appointment-type', ...Object.keys(FIXED)];
	const entry = names.map((name) => ({
		fullUrl: `${base}/ValueSet/${name}`,
		resource: valueSet(name, codesOf(name, world) ?? [], base, world),
	}));
	const link = [{ relation: 'self', url: `${base}/ValueSet` }];
	return fhir(200, { resourceType: 'Bundle', type: 'searchset', total: entry.length, link, entry });
}

function codesOf(name: string, world: ModMedWorld): Code[] | undefined {
	if (name === 'appointment-type') {
		return world.appointmentTypes
			.filter((type) => type.active)
			.map((type) => ({ code: type.code, display: type.name }));
	}
	return Object.hasOwn(FIXED, name) ? FIXED[name] : undefined;
}

function valueSet(name: string, codes: Code[], base: string, world: ModMedWorld): JsonObject {
	const system = `${base}/ValueSet/${name}`;
	const shape = world.unknowns.get('valueSetShape');
	const set: JsonObject = { resourceType: 'ValueSet', id: name, url: system, status: 'active' };
	if (shape !== 'compose') {
		set.expansion = { contains: codes.map(({ code, display }) => ({ system, code, display })) };
	}
	if (shape !== 'expansion') {
		const concept: Json[] = codes.map(({ code, display }) => ({ code, display }));
		set.compose = { include: [{ system, concept }] };
	}
	return set;
}
