import { NodeApiError } from 'n8n-workflow';

import { readAppointment } from '../../../domain/appointment/readAppointment';
import { searchesSince } from '../../../domain/changes/searchWindow';
import { isForeignReference, readReference } from '../../../domain/fhir/reference';
import { asInstant, asRecord } from '../../../domain/coerce';
import { statusOf } from '../transport/apiError';
import type { SearchParams } from '../transport/client';
import { reportOnce } from './report';
import type { ReadContext } from './detection';

/** Who visited the practice, and when ModMed last recorded something about the visit. */
export interface Activity {
	times: Map<string, string>;
	complete: boolean;
	/** How far the cursor may move. */
	reached: string;
}

interface Visit {
	patientId: string;
	lastUpdated: string;
}

interface Source {
	resourceType: string;
	params: SearchParams;
	read: (resource: unknown, base: string) => Visit | undefined;
}

/** Where visits show. One of the two is enough if the login may not search the other. */
const SOURCES: Source[] = [
	{ resourceType: 'Encounter', params: {}, read: readEncounter },
	{ resourceType: 'Appointment', params: { status: 'fulfilled' }, read: readCompleted },
];

export async function readActivity(inputs: ReadContext): Promise<Activity> {
	const { state, now, until } = inputs;
	const activity: Activity = { times: new Map(), complete: false, reached: state.cursor };
	const sources = [...SOURCES];
	for (const { lastUpdated, cursorAfter } of searchesSince(state.cursor, now)) {
		for (const source of [...sources]) {
			const visits = await visitsOf(inputs, source, lastUpdated).catch((error: unknown) => {
				if (statusOf(error) !== 403 || sources.length === 1) throw error;
				if (error instanceof NodeApiError) reportOnce(inputs.context, inputs.runtime, error);
				sources.splice(sources.indexOf(source), 1);
				return [];
			});
			visits.forEach((visit) => addVisit(activity, visit));
		}
		if (cursorAfter) activity.reached = cursorAfter;
		activity.complete = true;
		if (Date.now() > until) break;
	}
	return activity;
}

async function visitsOf(
	{ client }: ReadContext,
	{ resourceType, params, read }: Source,
	lastUpdated: string,
): Promise<Visit[]> {
	const visits: Visit[] = [];
	const pages = client.pages(resourceType, { ...params, _lastUpdated: lastUpdated });
	for await (const page of pages) {
		const found = page.map((resource) => read(resource, client.baseUrl));
		visits.push(...found.filter((visit) => visit !== undefined));
	}
	return visits;
}

function addVisit({ times }: Activity, { patientId, lastUpdated }: Visit): void {
	const known = times.get(patientId) ?? '';
	times.set(patientId, known > lastUpdated ? known : lastUpdated);
}

/** ModMed creates charges when an encounter is finished. */
function readEncounter(value: unknown, base: string): Visit | undefined {
	const resource = asRecord(value);
	const lastUpdated = asInstant(asRecord(resource.meta).lastUpdated);
	const address = asRecord(resource.subject).reference;
	const subject = isForeignReference(address, base) ? undefined : readReference(address);
	const isPatient = subject?.resourceType === 'Patient';
	if (!lastUpdated || !isPatient || resource.status === 'in-progress') return undefined;
	return { patientId: subject.id, lastUpdated };
}

function readCompleted(value: unknown, base: string): Visit | undefined {
	const appointment = readAppointment(value, base);
	if (!appointment?.patientId || appointment.status !== 'fulfilled') return undefined;
	const { patientId, lastUpdated } = appointment;
	return { patientId, lastUpdated };
}
