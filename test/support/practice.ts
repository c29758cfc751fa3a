import { ModMedFhirApi } from '../../credentials/ModMedFhirApi.credentials';
import { ModMed } from '../../nodes/ModMed/ModMed.node';
import { ModMedTrigger } from '../../nodes/ModMed/ModMedTrigger.node';
import type { Surroundings } from './runNode';

export const BASE = 'https://ema.test/firm/demo/ema';
export const FHIR = `${BASE}/fhir/v2`;

/** The credential of a practice at an address of its own, with a token already. */
export function practiceCredential(changes: Record<string, string> = {}) {
	return {
		environment: 'custom',
		baseUrl: BASE,
		apiKey: 'key-1',
		authentication: 'password',
		username: 'fhir_abc12',
		password: 'pass-1',
		accessToken: 'token-1',
		...changes,
	};
}

/** Both ModMed nodes and a credential for them. */
export function modMedSurroundings(
	credential = practiceCredential(),
): Required<Pick<Surroundings, 'nodeTypes' | 'credentialTypes' | 'credentials'>> {
	return {
		nodeTypes: { modMed: new ModMed(), modMedTrigger: new ModMedTrigger() },
		credentialTypes: [new ModMedFhirApi()],
		credentials: { modMedFhirApi: credential },
	};
}

let counter = 0;

/** An appointment in ModMed's own form. */
export function fhirAppointment(changes: Record<string, unknown> = {}): Record<string, unknown> {
	const {
		id = String(++counter),
		lastUpdated = '2026-03-10T12:00:00.000+00:00',
		patient = '385871',
		provider = '375399',
		location = '827',
		type = 'Follow-up',
		...rest
	} = changes;
	const actor = (kind: string, value: unknown) =>
		value === ''
			? []
			: [{ actor: { reference: `${FHIR}/${kind}/${value}`, display: `${FHIR}/${kind}/${value}` } }];
	return {
		resourceType: 'Appointment',
		id,
		meta: { lastUpdated },
		status: 'pending',
		appointmentType: {
			coding: [
				{ system: `${FHIR}/ValueSet/appointment-type`, code: `code-${type}`, display: type },
			],
			text: type,
		},
		start: '2026-03-20T19:00:00.000+00:00',
		end: '2026-03-20T19:10:00.000+00:00',
		minutesDuration: 10,
		created: '2026-03-10T11:59:00+00:00',
		participant: [
			...actor('Location', location),
			...actor('Patient', patient),
			...actor('Practitioner', provider),
		],
		...rest,
	};
}

/** A page of a search as ModMed writes it: `total` is this page's, and `next` is always there. */
export function bundle(resources: unknown[], next?: string): Record<string, unknown> {
	return {
		resourceType: 'Bundle',
		type: 'searchset',
		total: resources.length,
		link: next ? [{ relation: 'next', url: next }] : [],
		...(resources.length > 0 && { entry: resources.map((resource) => ({ resource })) }),
	};
}
