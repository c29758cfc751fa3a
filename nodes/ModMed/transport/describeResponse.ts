import { asRecord, asRecords, asText } from '../../../domain/coerce';

/** Why a request to ModMed failed, in words a person can act on. */
export interface ErrorText {
	message: string;
	description: string;
	/** Whether the same request may well succeed later with nothing changed. */
	transient: boolean;
}

/** The kind of a request, without its values: those may identify a patient. */
export interface FhirInteraction {
	resourceType: string;
	type: 'read' | 'search' | 'create';
}

/**
 * How ModMed names the permissions of a resource: READ of Appointment is `acl/appmt_r`.
 * Source: `scopes_supported` of the realm's OpenID configuration,
 * https://sso.ema.md/auth/realms/ema-fhir/.well-known/openid-configuration
 */
const PERMISSIONS: Record<string, string> = {
	Appointment: 'appmt',
	ChargeItem: 'chrg_item',
	Encounter: 'enc',
	Location: 'loc',
	Patient: 'pat',
	Practitioner: 'prac',
	ValueSet: 'val_set',
};

/**
 * Explains a failed response. Source: https://portal.api.modmed.com/reference/response-codes
 * @param status The HTTP status; 0 if there was no response.
 * @param body As parsed from the response; only FHIR's own names in an OperationOutcome are shown.
 * @example describeResponse(429, '', { resourceType: 'Patient', type: 'read' }).transient // true
 */
export function describeResponse(
	status: number,
	body: unknown,
	interaction: FhirInteraction,
): ErrorText {
	const { resourceType } = interaction;
	if (status === 0) return later('ModMed could not be reached');
	if (status === 429) return later('ModMed is receiving too many requests at the moment');
	if (status === 408 || status >= 500) return later('ModMed is unavailable at the moment');
	if (status === 401) return notLoggedIn();
	if (status === 403) return notAllowed(interaction);
	if (status === 404) return notFound(interaction);
	if (status >= 300 && status < 400) return moved();
	if (status < 300) {
		return later(`ModMed's answer to a request for ${resourceType} could not be read`);
	}
	return {
		message: `ModMed rejected the request for ${resourceType}${named(body)}`,
		description: 'Check the values entered in this node, above all IDs, dates and filters.',
		transient: false,
	};
}

/** Explains an answer that was not read because of its size. */
export function describeTooLarge({ resourceType }: FhirInteraction): ErrorText {
	return {
		message: `ModMed's answer to a request for ${resourceType} is larger than 10 MB`,
		description:
			"It was not read. The request is tried again later; if this recurs, check 'Environment' and 'Base URL' in the ModMed credential.",
		transient: true,
	};
}

/** What an OperationOutcome may name: elements of what is sent, parameters, and FHIR's own codes. */
const NAMES = new Set(
	`Appointment ChargeItem Encounter Location Patient Practitioner ValueSet
	active actor address appointmentType birthDate birthdate city code comment context country date
	description email end family firstName gender given id identifier lastName lastUpdated line
	location meta minutesDuration name occurrenceDateTime page participant patient phone postalCode
	practitioner rank reasonCode state start status subject system telecom text use value
	_count _id _lastUpdated
	business-rule code-invalid conflict deleted duplicate exception expired extension forbidden
	incomplete invalid invariant lock-error login multiple-matches no-store not-found not-supported
	processing required security structure suppressed throttled timeout too-costly too-long
	transient unknown`.split(/\s+/),
);

/**
 * Which of the values ModMed objected to, as far as an OperationOutcome names it. Its sentences
 * are left out, and so is every word that is not known to be a name: they may repeat what was sent.
 */
function named(body: unknown): string {
	const issues = asRecords(asRecord(body).issue);
	const fields = issues.flatMap(({ expression }) => (Array.isArray(expression) ? expression : []));
	const names = [...fields.map(asText), ...issues.map(({ code }) => asText(code))];
	const plain = [...new Set(names)].filter((name) =>
		name.split('.').every((part) => NAMES.has(part.replace(/\[\d{1,3}\]$/, ''))),
	);
	return plain.length > 0 ? ` (${plain.slice(0, 5).join(', ')})` : '';
}

function later(message: string): ErrorText {
	const description = 'No action needed: the request is tried again later.';
	return { message, description, transient: true };
}

function notLoggedIn(): ErrorText {
	return {
		message: 'ModMed rejected the login of the ModMed credential',
		description:
			"Open the credential, check 'Environment', 'Practice Prefix' and the login, and test it.",
		transient: false,
	};
}

function notAllowed({ resourceType, type }: FhirInteraction): ErrorText {
	const verb = type.toUpperCase();
	const acl = PERMISSIONS[resourceType];
	const name = acl
		? `${resourceType} ${verb} (acl/${acl}_${verb[0]?.toLowerCase()})`
		: resourceType;
	return {
		message: `ModMed does not allow this login to ${type} ${resourceType}`,
		description: `Ask ModMed to grant the permission ${name} to this practice. If nothing at all can be read, check 'API Key' in the ModMed credential.`,
		transient: false,
	};
}

function notFound({ resourceType, type }: FhirInteraction): ErrorText {
	if (type === 'read') {
		return {
			message: `ModMed has no ${resourceType} with this ID`,
			description: `Check the ${resourceType} ID: IDs belong to one practice and one environment.`,
			transient: false,
		};
	}
	return {
		message: 'ModMed does not know this practice',
		description: "Check 'Practice Prefix' and 'Environment' in the ModMed credential.",
		transient: false,
	};
}

function moved(): ErrorText {
	return {
		message: 'ModMed redirected the request to another address, and the login is not sent there',
		description: "Check 'Base URL' and 'Environment' in the ModMed credential.",
		transient: false,
	};
}
