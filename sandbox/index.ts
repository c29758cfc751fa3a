import { controlService } from './control/service';
import { CrmLocation } from './crm/location';
import { crmService } from './crm/service';
import { createCrmWorld, emptyCrm, type CrmIdentity } from './crm/world';
import { Clock } from './http/clock';
import { Faults } from './http/faults';
import { Journal } from './http/journal';
import { serve, type RunningService } from './http/server';
import { Practice } from './modmed/practice';
import { basePath, modMedService, TOKEN_PATH } from './modmed/service';
import { createModMedWorld, modMedNow, type ModMedIdentity } from './modmed/world';
import type { Connection, Parts } from './parts';
import { seedContacts, seedSetUp } from './seed/locationSeed';
import { seedAppointments, seedPatients, seedStaff } from './seed/practiceSeed';

export * as seed from './seed/names';
export type { Connection, Parts } from './parts';
export type { Fault, FaultAction } from './http/faults';
export type { JournalEntry, JournalFilter } from './http/journal';

export interface SandboxOptions {
	/** 0 or nothing takes a free port. */
	modMedPort?: number;
	crmPort?: number;
	pagePort?: number;
	host?: string;
	now?: () => Date;
	/** `empty` has staff, types, fields, tags and pipelines, but no people and no appointments. */
	seed?: 'full' | 'empty';
	/** Shown on the page, so that a newcomer finds n8n. */
	n8nUrl?: string;
	/** How long a change takes to reach the CRM's search. */
	searchLagMs?: number;
}

const PRACTICE: ModMedIdentity = {
	practice: 'sandbox',
	apiKey: 'sandbox-api-key-0001',
	username: 'fhir_Sndbx',
	password: 'sandbox-password-1',
	clientId: 'sandbox-client',
	clientSecret: 'sandbox-client-secret-1',
};

const LOCATION: CrmIdentity = {
	token: 'pit-00000000-0000-4000-8000-5a4db0c10001',
	locationId: 'SandboxLocation00001',
	locationName: 'Sandbox Aesthetics',
	timezone: 'America/New_York',
};

export interface Sandbox extends Omit<Parts, 'modMed' | 'crm' | 'connection' | 'n8nUrl'> {
	modMed: Parts['modMed'] & Connection['modMed'];
	crm: Parts['crm'] & Connection['crm'];
	page: Connection['page'];
	unknowns: { modMed: Parts['modMed']['unknowns']; crm: Parts['crm']['unknowns'] };
	stop: () => Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const parts = assemble(options);
	const { clock, journal, faults, modMed, crm } = parts;
	const host = options.host ?? '127.0.0.1';
	const traced = { host, journal, faults, after: clock.after.bind(clock) };
	const modMedServer = await serve({
		...traced,
		service: 'modmed',
		port: options.modMedPort ?? 0,
		now: () => modMedNow(modMed),
		handle: modMedService(modMed),
	});
	const crmServer = await serve({
		...traced,
		service: 'crm',
		port: options.crmPort ?? 0,
		now: () => clock.now(),
		handle: crmService(crm),
	});
	const handle = controlService(parts);
	const pageServer = await serve({ service: 'control', host, port: options.pagePort ?? 0, handle });
	const servers = [modMedServer, crmServer, pageServer];
	const connection = connectionOf(parts, ...servers.map(({ origin }) => origin));
	parts.connection = () => connection;
	return {
		clock,
		journal,
		faults,
		practice: parts.practice,
		location: parts.location,
		reset: parts.reset,
		modMed: Object.assign(modMed, connection.modMed),
		crm: Object.assign(crm, connection.crm),
		page: connection.page,
		unknowns: { modMed: modMed.unknowns, crm: crm.unknowns },
		stop: async () => await stopAll(clock, servers),
	};
}

async function stopAll(clock: Clock, servers: RunningService[]): Promise<void> {
	clock.reset();
	await Promise.all(servers.map((server) => server.stop()));
}

function connectionOf({ modMed, crm }: Parts, ...origins: string[]): Connection {
	const [modMedOrigin = '', crmOrigin = '', pageOrigin = ''] = origins;
	return {
		modMed: {
			url: `${modMedOrigin}${basePath(modMed.identity.practice)}`,
			tokenUrl: `${modMedOrigin}${TOKEN_PATH}`,
			...modMed.identity,
		},
		crm: { url: crmOrigin, ...crm.identity },
		page: { url: pageOrigin },
	};
}

function assemble(options: SandboxOptions): Parts {
	const clock = new Clock(options.now ?? (() => new Date()));
	const modMed = createModMedWorld(clock, { ...PRACTICE });
	const crm = createCrmWorld(clock, { ...LOCATION });
	const parts: Parts = {
		clock,
		journal: new Journal(clock),
		faults: new Faults(),
		modMed,
		practice: new Practice(modMed),
		crm,
		location: new CrmLocation(crm),
		n8nUrl: options.n8nUrl,
		reset: () => resetAll(parts, options),
		connection: () => {
			throw new Error('The sandbox has not started yet');
		},
	};
	parts.reset();
	return parts;
}

/** Back to the first moment, except that tokens already given out stay good. */
function resetAll(parts: Parts, options: SandboxOptions): void {
	const { clock, journal, faults, modMed, practice, crm, location } = parts;
	clock.reset();
	journal.clear();
	faults.clear();
	modMed.unknowns.reset();
	modMed.access.reset();
	modMed.calls.reset();
	modMed.store.clear();
	modMed.appointmentTypes = [];
	modMed.clockSkewMs = 0;
	crm.unknowns.reset();
	crm.settings.reset();
	crm.settings.searchLagMs = options.searchLagMs ?? 0;
	crm.limiter.reset();
	emptyCrm(crm);
	seedStaff(modMed, practice);
	seedSetUp(crm, location);
	if (options.seed === 'empty') return;
	seedPatients(modMed, practice);
	seedAppointments(modMed, practice);
	seedContacts(crm, location);
}
