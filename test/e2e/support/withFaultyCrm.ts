import { expect } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { Fault, FaultAction } from '../../../sandbox';
import { waitUntil } from '../../../scripts/n8n/wait';
import type { Testbed } from '../../../scripts/testbed';
import { BEFORE, BOOKED } from '../../support/crmFaults';
import { Patient } from '../../support/patient';

const LEDGER = 'ModMed sync ledger';
const HOUR_MS = 3_600_000;
export const ARRIVAL_MS = 240_000;

/** What the tests of a CRM that misbehaves do and look at. */
export function withFaultyCrm(testbed: () => Testbed) {
	const everybody: Patient[] = [];
	let callsInAll = 0;

	/** How long the CRM wants to be left alone: ten seconds, as it is documented, or a moment. */
	const rateLimit = (max: number, intervalMs: number) =>
		Object.assign(testbed().sandbox.crm.settings.burst, { max, intervalMs });

	const fault = (request: Partial<Fault>, action: FaultAction, times = 1) =>
		testbed().sandbox.faults.add({ service: 'crm', ...request, times, action });
	const calls = () => testbed().sandbox.journal.count({ service: 'crm' });
	const ledger = async () => await testbed().n8n.api.dataTable(LEDGER);
	/** What the ledger says of each patient's only event. */
	async function rowsOf(patients: Patient[]): Promise<Array<IDataObject | undefined>> {
		const rows = new Map((await ledger()).map((row) => [row.eventKey, row]));
		return patients.map(({ expected }) => rows.get(expected[0]));
	}

	function comes(name: string, hasContact = true): Patient {
		const patient = new Patient(testbed().sandbox, name, { tags: BEFORE, hasContact });
		everybody.push(patient);
		return patient;
	}

	/** The change is two hours old: what is younger than half an hour is left to the sync. */
	function book(patients: Patient[]): void {
		const { clock } = testbed().sandbox;
		clock.advance(-2 * HOUR_MS);
		patients.forEach((patient) => patient.book(new Date(Date.now() + 48 * HOUR_MS)));
		clock.reset();
		testbed().sandbox.journal.clear();
	}

	const tell = async () =>
		`${JSON.stringify(await ledger())}\n${JSON.stringify(testbed().sandbox.faults.active())}\n${testbed().n8n.logTail()}`;

	async function become(outcome: string, patients: Patient[], within = ARRIVAL_MS): Promise<void> {
		await waitUntil(async () => (await rowsOf(patients)).every((row) => row?.outcome === outcome), {
			for: `${patients.map(({ firstName }) => firstName).join(', ')} to be ${outcome}`,
			within,
			every: 1_000,
			otherwise: tell,
		});
	}

	async function synced(patient: Patient): Promise<void> {
		book([patient]);
		await become('synced', [patient]);
	}

	function expectRight(what: string, patients: Patient[], during = calls()): void {
		callsInAll += patients === everybody ? 0 : during;
		const notes = patients.flatMap(({ noted }) => noted);
		const doubled = notes.length - new Set(notes).size;
		console.log(
			`${what}: ${patients.length} events, ${notes.length} notes, ${doubled} doubled, ${during} CRM calls`,
		);
		for (const patient of patients) {
			const { firstName, contacts, noted, expected, opportunityId, state } = patient;
			expect([firstName, contacts.length, noted]).toEqual([firstName, 1, expected]);
			expect([firstName, state.tags]).toEqual([firstName, BOOKED.tags]);
			if (opportunityId) expect([firstName, state.stage]).toEqual([firstName, BOOKED.stage]);
		}
	}

	return {
		callsInAll: () => callsInAll,
		everybody,
		fault,
		rateLimit,
		calls,
		rowsOf,
		comes,
		book,
		tell,
		become,
		synced,
		expectRight,
	};
}
