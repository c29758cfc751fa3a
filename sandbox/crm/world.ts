import type { Clock } from '../http/clock';
import { Unknowns } from '../http/unknowns';
import { Ids } from './ids';
import { LaggedIndex } from './laggedIndex';
import { RateLimiter } from './rateLimiter';
import { CrmSettings } from './settings';
import type { Contact, CustomField, LocationTag, Note, Opportunity, Pipeline } from './types';
import { crmUnknowns } from './unknowns';

export interface CrmIdentity {
	token: string;
	locationId: string;
	locationName: string;
	timezone: string;
}

/** Everything the simulated CRM knows about its one location. */
export interface CrmWorld {
	clock: Clock;
	identity: CrmIdentity;
	unknowns: Unknowns<typeof crmUnknowns>;
	settings: CrmSettings;
	limiter: RateLimiter;
	ids: Ids;
	contacts: Map<string, Contact>;
	contactIndex: LaggedIndex<Contact>;
	notes: Map<string, Note[]>;
	fields: CustomField[];
	tags: LocationTag[];
	pipelines: Pipeline[];
	opportunities: Map<string, Opportunity>;
	opportunityIndex: LaggedIndex<Opportunity>;
}

export type CrmUnknowns = CrmWorld['unknowns'];

export function createCrmWorld(clock: Clock, identity: CrmIdentity): CrmWorld {
	const unknowns = new Unknowns(crmUnknowns);
	const settings = new CrmSettings();
	return {
		clock,
		identity,
		unknowns,
		settings,
		limiter: new RateLimiter(clock, settings, unknowns),
		ids: new Ids(),
		contacts: new Map(),
		contactIndex: new LaggedIndex(clock),
		notes: new Map(),
		fields: [],
		tags: [],
		pipelines: [],
		opportunities: new Map(),
		opportunityIndex: new LaggedIndex(clock),
	};
}

export function emptyCrm(world: CrmWorld): void {
	world.contacts.clear();
	world.contactIndex.clear();
	world.notes.clear();
	world.fields = [];
	world.tags = [];
	world.pipelines = [];
	world.opportunities.clear();
	world.opportunityIndex.clear();
	world.ids.reset();
}

export function crmNow(world: CrmWorld): string {
	return world.clock.now().toISOString();
}
