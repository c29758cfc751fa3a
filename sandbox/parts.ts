import type { CrmLocation } from './crm/location';
import type { CrmWorld } from './crm/world';
import type { Clock } from './http/clock';
import type { Faults } from './http/faults';
import type { Journal } from './http/journal';
import type { Practice } from './modmed/practice';
import type { ModMedWorld } from './modmed/world';

/** What the sandbox is made of; the control API works on these. */
export interface Parts {
	clock: Clock;
	journal: Journal;
	faults: Faults;
	modMed: ModMedWorld;
	practice: Practice;
	crm: CrmWorld;
	location: CrmLocation;
	n8nUrl?: string;
	reset: () => void;
	/** Everything someone has to type in to connect. */
	connection: () => Connection;
}

export interface Connection {
	modMed: {
		/** Up to and including `/ema`. */
		url: string;
		tokenUrl: string;
		practice: string;
		apiKey: string;
		username: string;
		password: string;
		clientId: string;
		clientSecret: string;
	};
	crm: { url: string; token: string; locationId: string; timezone: string };
	page: { url: string };
}
