import type { CrmField } from '../../../domain/crm/crmField';
import type { FieldEncoding } from '../../../domain/crm/fieldValue';
import type { Pipeline } from '../../../domain/sync/opportunityMove';
import { CachedValue } from '../../shared/http/cachedValue';
import { processMap } from '../../shared/processMemory';
import { RequestBudget } from './requestBudget';
import { TagHistory } from './tagHistory';

/** What all nodes of the process share about one location of the CRM. */
export interface CrmLocation {
	locationId: string;
	baseUrl: string;
	budget: RequestBudget;
	fields: CachedValue<CrmField[]>;
	pipelines: CachedValue<Pipeline[]>;
	tags: CachedValue<string[]>;
	fieldBehavior: FieldBehavior;
	tagHistory: TagHistory;
}

/** What was found out about how the location saves custom fields, since it is not documented. */
export interface FieldBehavior {
	/** How days and empty values are written, once known. */
	encoding?: FieldEncoding;
	/** An update clears the fields it does not name. */
	updateReplacesAllFields: boolean;
	/** The answer to an update shows all of the contact's fields. */
	updateAnswersInFull: boolean;
	/** Kinds of values that were read back after an update. */
	verifiedKinds: Set<string>;
}

const locations = processMap<CrmLocation>();

export function locationOf(baseUrl: string, locationId: string): CrmLocation {
	const key = `${baseUrl}|${locationId}`;
	const known = locations.get(key);
	if (known) return known;

	const location: CrmLocation = {
		locationId,
		baseUrl,
		budget: new RequestBudget(),
		fields: new CachedValue(),
		pipelines: new CachedValue(),
		tags: new CachedValue(),
		fieldBehavior: {
			updateReplacesAllFields: false,
			updateAnswersInFull: true,
			verifiedKinds: new Set(),
		},
		tagHistory: new TagHistory(),
	};
	locations.set(key, location);
	return location;
}
