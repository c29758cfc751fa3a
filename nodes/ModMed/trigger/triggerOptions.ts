import type { IPollFunctions } from 'n8n-workflow';

import { normaliseStatus } from '../../../domain/appointment/status';
import { asRecord, asText } from '../../../domain/coerce';
import { enteredInstant } from '../actions/parameters';

export type EventName = 'appointmentChanged' | 'chargePosted' | 'patientChanged';

/** Which events are wanted. An empty list wants all. */
export interface TriggerFilters {
	locations: string[];
	providers: string[];
	statuses: string[];
}

export interface TriggerOptions {
	event: EventName;
	fullData: boolean;
	/** Reads the charges of everybody too, not only of those who have been there. */
	fullSweep: boolean;
	/** Empty if only what happens from now on counts. */
	startFrom: string;
	filters: TriggerFilters;
}

export function readTriggerOptions(context: IPollFunctions): TriggerOptions {
	const options = asRecord(context.getNodeParameter('options', {}));
	return {
		event: context.getNodeParameter('event', 'appointmentChanged') as EventName,
		fullData: context.getNodeParameter('output', 'references') === 'fullData',
		fullSweep: options.fullSweep === true,
		startFrom: enteredInstant(context, options.startFrom, 'Start From'),
		filters: {
			locations: texts(options.locations),
			providers: texts(options.providers),
			statuses: texts(options.statuses).map(normaliseStatus),
		},
	};
}

function texts(value: unknown): string[] {
	return [value].flat().map(asText).filter(Boolean);
}
