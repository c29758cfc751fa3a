import { afterEach } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { FaultAction } from '../../../sandbox';
import { waitUntil } from '../../../scripts/n8n/wait';
import type { Testbed } from '../../../scripts/testbed';
import { untilInStep, type BookedPatient } from './bookedPatients';
import { ledgerAndLog, ledgerRow, untilOutcome } from './ledger';
import { NODES, TEMPLATES } from './templates';

/** What the tests with a ModMed that misbehaves have in common. After each it behaves again. */
export function withModMedFaults(testbed: () => Testbed) {
	const otherwise = async () => await ledgerAndLog(testbed().n8n);
	const untilSynced = async (patients: BookedPatient[]) =>
		await untilInStep(testbed().sandbox, patients, { otherwise });
	const rowOf = async ({ appointmentId }: BookedPatient): Promise<IDataObject> =>
		(await ledgerRow(testbed().n8n, `Appointment/${appointmentId}`)) ?? {};
	const untilWaiting = async ({ appointmentId }: BookedPatient): Promise<string> =>
		String((await untilOutcome(testbed().n8n, `Appointment/${appointmentId}`, 'waiting')).reason);
	const catchUp = async (trigger: string = NODES.runByHand) =>
		await testbed().n8n.api.runByHand(TEMPLATES.catchUp, trigger);
	const report = (what: string, figures: string) => console.log(`ModMed: ${what}: ${figures}`);
	const addFault = (path: string, action: FaultAction, more = {}) =>
		testbed().sandbox.faults.add({ service: 'modmed', path, action, ...more });
	const untilFaultsAreUsedUp = async () =>
		await waitUntil(() => testbed().sandbox.faults.active().length === 0, {
			for: 'every fault to have happened',
			within: 240_000,
			otherwise: () => JSON.stringify(testbed().sandbox.faults.active()),
		});

	afterEach(() => {
		testbed().sandbox.faults.clear();
		testbed().sandbox.unknowns.modMed.reset();
	});

	return {
		addFault,
		catchUp,
		otherwise,
		report,
		rowOf,
		untilFaultsAreUsedUp,
		untilSynced,
		untilWaiting,
	};
}
