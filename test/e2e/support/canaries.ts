import { seed, type Sandbox } from '../../../sandbox';
import { WEBHOOK_SECRET } from '../../../scripts/testbed';

/** Unmistakable values: wherever one is found, it has come from a patient. */
export const CANARIES = {
	firstName: 'Zyxwanda',
	lastName: 'Quibblethorpe',
	email: '@quibble.example.com',
	phone: '56155501',
	birthDate: '1931-02-27',
	birthDateInWords: '02/27/1931',
	description: 'Vorpal blemish',
	comment: 'Snickersnack beside',
	charge: 'Bandersnatch filler',
	street: 'Jabberwock Lane',
};

/** Everything that grants access. */
export function secretsOf({ modMed, crm }: Sandbox): Record<string, string> {
	return {
		apiKey: modMed.apiKey,
		password: modMed.password,
		clientSecret: modMed.clientSecret,
		privateIntegrationToken: crm.token,
		webhookSecret: WEBHOOK_SECRET,
		// What all of the simulated ModMed's tokens have in common.
		modMedToken: Buffer.from('{"sub":"sandbox","iss":"modmed","token').toString('base64url'),
	};
}

/** A patient of whom nothing may be found, distinguished from the others by a letter. */
export function canaryPatient(letter: string) {
	const number = 50 + letter.toLowerCase().charCodeAt(0) - 97;
	return {
		firstName: CANARIES.firstName,
		lastName: `${CANARIES.lastName} ${letter}`,
		email: `${letter.toLowerCase()}${CANARIES.email}`,
		phone: `${CANARIES.phone}${number}`,
		birthDate: CANARIES.birthDate,
		gender: 'female' as const,
	};
}

/** An appointment whose texts say something about the patient. */
export function canaryAppointment(
	patientId: string,
	changes: { typeCode?: string; description?: string } = {},
) {
	return {
		patientId,
		practitionerId: seed.PROVIDERS.surgeon.id,
		locationId: seed.LOCATIONS.clinic.id,
		typeCode: seed.TYPES.surgicalConsult.code,
		start: new Date(Date.now() + 86_400_000),
		description: CANARIES.description,
		comment: CANARIES.comment,
		...changes,
	};
}

const echoed = canaryPatient('Z');

/** An error of the CRM that repeats what it was sent, wherever somebody may read it. */
export const ECHOING_ERROR = {
	statusCode: 422,
	error: `${echoed.firstName} ${echoed.lastName}`,
	message: [
		`${echoed.firstName} must be unique`,
		`property ${CANARIES.lastName} should not exist`,
		`email must be an email: ${echoed.email}, ${echoed.birthDate}, ${CANARIES.description}`,
	],
	traceId: echoed.email,
	meta: { contactId: echoed.email, matchingField: echoed.phone },
};

/** The same for ModMed. */
export const ECHOING_OUTCOME = {
	resourceType: 'OperationOutcome',
	issue: [
		{
			severity: 'error',
			code: CANARIES.firstName,
			diagnostics: `${echoed.firstName} ${echoed.lastName}, ${echoed.birthDate}, ${CANARIES.comment}`,
			details: { text: `The email ${echoed.email} is taken` },
			expression: [CANARIES.lastName, `Patient.name.${CANARIES.firstName}`],
		},
	],
};
