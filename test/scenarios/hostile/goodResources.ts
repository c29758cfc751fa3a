import { FHIR } from '../../support/practice';

/** Answers of ModMed and of the CRM about invented people, before they are mutated. */

export const PATIENT = {
	resourceType: 'Patient',
	id: '385871',
	meta: { lastUpdated: '2026-03-10T12:00:00.000+00:00' },
	name: [{ use: 'official', family: 'Invented', given: ['Ida', 'Q'] }],
	telecom: [
		{ system: 'phone', value: '(561) 555-0100', use: 'mobile', rank: 1 },
		{ system: 'email', value: 'ida.invented@example.com' },
	],
	gender: 'female',
	birthDate: '1990-05-17',
	address: [{ line: ['1 Nowhere'], city: 'Tampa', state: 'FL', postalCode: '33601' }],
};

const line = (cost: unknown) => ({
	url: 'financialTransactionDetail',
	extension: [
		{ url: 'description', valueString: 'Botox' },
		{ url: 'quantity', valueInteger: 2 },
		{ url: 'unitCost', valueMoney: { value: cost, currency: 'USD' } },
		{ url: 'postingDate', valueDateTime: '2026-03-10' },
	],
});

export const CHARGE = {
	resourceType: 'ChargeItem',
	id: '5500',
	status: 'billable',
	subject: { reference: `${FHIR}/Patient/385871` },
	context: { reference: `${FHIR}/Encounter/77` },
	occurrenceDateTime: '2026-03-10T12:00:00Z',
	extension: [
		{
			url: 'financialTransaction',
			extension: [
				{ url: 'transactionStatus', valueString: 'Charged' },
				{ url: 'totalCost', valueMoney: { value: 1083.63, currency: 'USD' } },
				line(541.81),
				line('$1.00'),
			],
		},
	],
};

export const TYPES = {
	resourceType: 'ValueSet',
	id: 'appointment-type',
	expansion: { contains: [{ code: '1', display: 'Consult' }] },
	compose: { include: [{ concept: [{ code: '2', display: 'Follow-up' }] }] },
};

export const CONTACT = {
	id: 'aBcDeFgHiJkLmNoPqRsT',
	firstName: 'Ida',
	lastName: 'Invented',
	email: 'ida.invented@example.com',
	phone: '+15615550100',
	dateOfBirth: '1990-05-17T00:00:00.000Z',
	tags: ['modmed create'],
	customFields: [
		{ id: 'f1', value: '385871' },
		{ id: 'f2', value: 1_772_236_800_000 },
	],
};

export const FIELDS = {
	customFields: [
		{ id: 'f1', name: 'ModMed Patient ID', fieldKey: 'contact.id', dataType: 'TEXT' },
		{ id: 'f2', name: 'ModMed Birthday', fieldKey: 'contact.birthday', dataType: 'DATE' },
	],
};

export const OPPORTUNITIES = {
	opportunities: [
		{ id: 'o1', contactId: 'c1', pipelineId: 'p1', pipelineStageId: 's1', status: 'open' },
	],
};

export const NOTES = {
	notes: [{ id: 'n1', body: 'One\nRef: Appointment/1#abc', dateAdded: '2026-03-10' }],
};

export const OUTCOME = {
	resourceType: 'OperationOutcome',
	issue: [
		{ severity: 'error', code: 'invalid', diagnostics: 'email', expression: ['Patient.email'] },
	],
};

export const REFUSAL = {
	statusCode: 422,
	message: ['email must be an email'],
	meta: { contactId: 'c1' },
};
