import type { Charge } from './charge';
import { toCents } from './money';
import { plainLine } from '../text/plainText';
import { isForeignReference, isResourceId, readReference } from '../fhir/reference';
import { asInstant, asLine, asNumber, asRecord, asRecords, asText } from '../coerce';

type Extension = Record<string, unknown>;

/**
 * Reads a FHIR ChargeItem of ModMed, which keeps the money in extensions of its own. Undefined for
 * anything without a usable id; what cannot be read is empty or null.
 * @param base The practice's FHIR base URL. Without it every reference counts as the practice's.
 * Source: https://hl7.org/fhir/R4/chargeitem.html
 */
export function readCharge(value: unknown, base = ''): Charge | undefined {
	const resource = asRecord(value);
	const id = asText(resource.id);
	if (resource.resourceType !== 'ChargeItem' || !isResourceId(id)) return undefined;
	const transaction = within(resource, 'financialTransaction')[0] ?? {};
	const lines = within(transaction, 'financialTransactionDetail');
	return {
		id,
		patientId: idIn(resource.subject, 'Patient', base),
		encounterId: idIn(resource.context, 'Encounter', base),
		status: asText(resource.status).toLowerCase(),
		transactionStatus: asText(valueOf(transaction, 'transactionStatus')),
		...readAmount(transaction, lines),
		description: plainLine(
			distinct(lines.map((line) => asLine(valueOf(line, 'description')))).join(', '),
		),
		postedAt: postedAt(resource, lines),
		providerId: asText(valueOf(transaction, 'attendingProviderId')),
		locationId: asText(valueOf(transaction, 'locationId')),
	};
}

/** The total, or the sum of the lines where there is none. */
function readAmount(
	transaction: Extension,
	lines: Extension[],
): Pick<Charge, 'cents' | 'currency'> {
	const total = asRecord(valueOf(transaction, 'totalCost'));
	const costs = lines.map((line) => asRecord(valueOf(line, 'unitCost')));
	const currencies = distinct([total, ...costs].map(({ currency }) => asLine(currency)));
	const currency = currencies.join(' and ').toUpperCase();
	if (asText(total.value) !== '') return { cents: toCents(total.value), currency };
	const ofLines = costs.map((cost, index) => lineCents(cost, lines[index] ?? {}));
	const known = ofLines.filter((cents) => cents !== null);
	const isComplete = known.length > 0 && known.length === ofLines.length;
	return { cents: isComplete ? known.reduce((sum, cents) => sum + cents, 0) : null, currency };
}

function lineCents(cost: Extension, line: Extension): number | null {
	const cents = toCents(cost.value);
	const quantity = asNumber(valueOf(line, 'quantity')) ?? 1;
	return cents === null ? null : Math.round(cents * quantity);
}

/** The posting date of the latest line: a charge is complete once all of them are posted. */
function postedAt(resource: Extension, lines: Extension[]): string {
	const posted = lines.map((line) => asInstant(valueOf(line, 'postingDate'))).filter(Boolean);
	const done = [resource.occurrenceDateTime, asRecord(resource.occurrencePeriod).start];
	return posted.sort().at(-1) ?? done.map((time) => asInstant(time)).find(Boolean) ?? '';
}

function within({ extension }: Extension, name: string): Extension[] {
	return asRecords(extension).filter(({ url }) => nameOf(url) === name);
}

/** The value of an extension, whichever FHIR type it has. */
function valueOf(parent: Extension, name: string): unknown {
	const entries = Object.entries(within(parent, name)[0] ?? {});
	return entries.find(([key]) => key.startsWith('value'))?.[1];
}

/** ModMed uses bare names; FHIR wants URLs, whose last part is taken. */
function nameOf(url: unknown): string {
	return asText(url).split('/').at(-1) ?? '';
}

/** Empty for a reference to another type of resource or into another practice. */
function idIn(value: unknown, resourceType: string, base: string): string {
	const address = asRecord(value).reference;
	const reference = isForeignReference(address, base) ? undefined : readReference(address);
	return reference?.resourceType === resourceType ? reference.id : '';
}

function distinct(texts: string[]): string[] {
	return [...new Set(texts.filter(Boolean))];
}
