import type { Clock } from '../http/clock';
import { Unknowns } from '../http/unknowns';
import { Access } from './access';
import type { AppointmentType } from './appointmentType';
import { CallCounter } from './callCounter';
import { Store } from './store';
import { Tokens } from './tokens';
import { modMedUnknowns } from './unknowns';

export interface ModMedIdentity {
	practice: string;
	apiKey: string;
	username: string;
	password: string;
	clientId: string;
	clientSecret: string;
}

/** Everything the simulated ModMed knows. */
export interface ModMedWorld {
	clock: Clock;
	identity: ModMedIdentity;
	unknowns: Unknowns<typeof modMedUnknowns>;
	access: Access;
	tokens: Tokens;
	store: Store;
	calls: CallCounter;
	appointmentTypes: AppointmentType[];
	/** How far ModMed's clock is ahead of everybody else's. */
	clockSkewMs: number;
}

export function createModMedWorld(clock: Clock, identity: ModMedIdentity): ModMedWorld {
	return {
		clock,
		identity,
		unknowns: new Unknowns(modMedUnknowns),
		access: new Access(),
		tokens: new Tokens(clock),
		store: new Store(),
		calls: new CallCounter(clock),
		appointmentTypes: [],
		clockSkewMs: 0,
	};
}

export function modMedNow(world: ModMedWorld): Date {
	return new Date(world.clock.now().getTime() + world.clockSkewMs);
}
