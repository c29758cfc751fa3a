import type { CrmField } from '../../../domain/crm/crmField';
import { FieldHabits } from './fieldHabits';
import { CachedValue } from '../../shared/http/cachedValue';
import type { Pipeline } from '../../../domain/sync/opportunityMove';
import { Removals } from './removals';
import { RequestBudget } from './requestBudget';
import { Sightings } from './sightings';

/** What all nodes of the process share about one location of the CRM. */
export interface CrmLocation {
	locationId: string;
	baseUrl: string;
	budget: RequestBudget;
	fields: CachedValue<CrmField[]>;
	pipelines: CachedValue<Pipeline[]>;
	tags: CachedValue<string[]>;
	habits: FieldHabits;
	/** When a tag was last taken off a contact by us. */
	removals: Removals;
	/** Since when contacts carry a tag. */
	sightings: Sightings;
}

const locations = new Map<string, CrmLocation>();

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
		habits: new FieldHabits(),
		removals: new Removals(),
		sightings: new Sightings(),
	};
	locations.set(key, location);
	return location;
}
