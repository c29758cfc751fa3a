import { isObject, type Json, type JsonObject } from '../http/json';
import type { Unknowns } from '../http/unknowns';
import type { Resource } from './store';
import type { modMedUnknowns } from './unknowns';

export type ModMedUnknowns = Unknowns<typeof modMedUnknowns>;

/** A stored resource as ModMed sends it: every reference absolute and shown as its own address. */
export function render(resource: Resource, base: string, unknowns: ModMedUnknowns): Resource {
	const rendered = withAbsolute(resource, base, unknowns) as Resource;
	if (rendered.resourceType === 'Appointment') asAppointment(rendered, unknowns);
	if (rendered.resourceType === 'ChargeItem') asCharge(rendered, unknowns);
	if (rendered.resourceType === 'Encounter' && unknowns.get('encounterAppointment') === 'absent') {
		delete rendered.appointment;
	}
	return rendered;
}

function withAbsolute(value: Json, base: string, unknowns: ModMedUnknowns): Json {
	if (Array.isArray(value)) return value.map((entry) => withAbsolute(entry, base, unknowns));
	if (!isObject(value)) return value;
	const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
	const out: JsonObject = Object.fromEntries(
		entries.map(([key, entry]) => [key, withAbsolute(entry ?? null, base, unknowns)]),
	);
	const { reference, system } = out;
	if (typeof reference === 'string' && /^[A-Z][A-Za-z]+\//.test(reference)) {
		out.reference = `${base}/${address(reference, unknowns)}`;
		out.display ??= out.reference;
	}
	if (typeof system === 'string' && system.startsWith('ValueSet/')) {
		out.system = `${base}/${system}`;
	}
	return out;
}

function address(reference: string, unknowns: ModMedUnknowns): string {
	const dropped = unknowns.get('referringPrefix') === 'droppedInReferences';
	return (dropped ? reference.replace('/ref|', '/') : reference).replace('|', '%7C');
}

function asAppointment(appointment: Resource, unknowns: ModMedUnknowns): void {
	if (appointment.status === 'checked-in') {
		appointment.status = unknowns.get('checkedInSpelling');
	}
	const type = appointment.appointmentType;
	if (!isObject(type)) return;
	const shown = unknowns.get('appointmentTextInDisplay');
	if (shown === 'displayOnly') delete type.text;
	if (shown === 'textOnly' && Array.isArray(type.coding)) {
		for (const coding of type.coding) if (isObject(coding)) delete coding.display;
	}
}

function asCharge(charge: Resource, unknowns: ModMedUnknowns): void {
	if (unknowns.get('chargeContext') === 'absent') delete charge.context;
	if (unknowns.get('chargeMoney') === 'text') moneyAsText(charge);
}

function moneyAsText(value: Json | undefined): void {
	if (Array.isArray(value)) value.forEach(moneyAsText);
	if (!isObject(value)) return;
	if (isObject(value.valueMoney) && typeof value.valueMoney.value === 'number') {
		value.valueMoney.value = value.valueMoney.value.toFixed(2);
	}
	Object.values(value).forEach(moneyAsText);
}
