import { bodyOf, type Answer, type Exchange } from '../http/exchange';
import { asList, asObject, asText, copy, type JsonObject } from '../http/json';
import { fhirSecond } from './dates';
import { fhir, outcome } from './outcome';
import { idOf } from './read';
import { render } from './render';
import { requiredParameter } from './searches';
import type { Resource } from './store';
import { modMedNow, type ModMedWorld } from './world';

export interface NewCharge {
	patientId: string;
	amount: number;
	description?: string;
	encounterId?: string;
	practitionerId?: string;
	locationId?: string;
	date?: Date;
}

/** All that matters sits in extensions with bare names, and nothing tells when it changed. */
export function addCharge(charge: NewCharge, world: ModMedWorld): Resource {
	const id = `CHG|${world.store.nextNumber(1722)}`;
	const date = fhirSecond(charge.date ?? modMedNow(world)).replace(/T.*/, 'T00:00:00+00:00');
	const provider = charge.practitionerId ?? '';
	const line = [
		{ url: 'performingProviderId', valueString: provider },
		{ url: 'quantity', valueDecimal: 1 },
		{ url: 'description', valueString: charge.description ?? 'Treatment' },
		{ url: 'postingDate', valueDateTime: date },
		{ url: 'procedureDetail', extension: [{ url: 'procedureDetailId', valueString: id }] },
	];
	const transaction = [
		{ url: 'financialTransactionId', valueString: id },
		{ url: 'transactionStatus', valueString: 'Charged' },
		{ url: 'attendingProviderId', valueString: provider },
		{ url: 'locationId', valueString: charge.locationId ?? '' },
		{ url: 'totalCost', valueMoney: { value: charge.amount, currency: 'USD' } },
		{ url: 'financialTransactionDetail', extension: line },
	];
	const resource: Resource = {
		resourceType: 'ChargeItem',
		id,
		extension: [{ url: 'financialTransaction', extension: transaction }],
		status: 'billable',
		subject: { reference: `Patient/${charge.patientId}` },
		occurrenceDateTime: date,
	};
	if (charge.encounterId) resource.context = { reference: `Encounter/${charge.encounterId}` };
	world.store.put(resource);
	return resource;
}

export function chargeTotal(charge: Resource): number {
	const parts = asList(charge.extension).flatMap((entry) => asList(asObject(entry).extension));
	const total = parts.map(asObject).find((part) => part.url === 'totalCost');
	return Number(asObject(total?.valueMoney).value ?? 0);
}

function transactionId(charge: JsonObject): string {
	const parts = asList(charge.extension).flatMap((entry) => asList(asObject(entry).extension));
	return asText(parts.map(asObject).find((part) => part.url === 'transactionId')?.valueString);
}

/** The one create that ModMed protects against being repeated. */
export function createCharge(exchange: Exchange, base: string, world: ModMedWorld): Answer {
	const sent = bodyOf(exchange);
	const patientId = idOf(asObject(sent.subject).reference);
	if (!world.store.get('Patient', patientId)) {
		return outcome(422, 'subject is missing or unknown', world.unknowns);
	}
	const key = transactionId(sent);
	if (key && world.store.all('ChargeItem').some((known) => transactionId(known) === key)) {
		return outcome(422, 'Duplicate transactionId', world.unknowns);
	}
	const charge: Resource = {
		...copy(sent),
		resourceType: 'ChargeItem',
		id: `CHG|${world.store.nextNumber(1722)}`,
		subject: { reference: `Patient/${patientId}` },
	};
	world.store.put(charge);
	const location = `${base}/ChargeItem/${charge.id.replace('|', '%7C')}`;
	return fhir(201, render(charge, base, world.unknowns), { location });
}

export function searchAccount(exchange: Exchange, base: string, world: ModMedWorld): Answer {
	const patientId = idOf(requiredParameter(exchange, 'patient', world));
	const reference = `${base}/Patient/${patientId}`;
	const owed = world.store
		.all('ChargeItem')
		.filter((charge) => idOf(asObject(charge.subject).reference) === patientId)
		.reduce((cents, charge) => cents + Math.round(chargeTotal(charge) * 100), 0);
	const account = {
		resourceType: 'Account',
		id: `0000acc0-0000-4000-8000-${patientId.padStart(12, '0')}`,
		extension: [
			{ url: 'outstandingBalance', valueMoney: { value: owed / 100, currency: 'USD' } },
			{ url: 'unusedFunds', valueMoney: { value: 0, currency: 'USD' } },
		],
		subject: { reference, display: reference },
	};
	const entry = [{ fullUrl: `${base}/Account/${account.id}`, resource: account }];
	const body = { resourceType: 'Bundle', type: 'searchset', total: 1, entry };
	return fhir(200, world.store.get('Patient', patientId) ? body : { ...body, total: 0, entry: [] });
}
