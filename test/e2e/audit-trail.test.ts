import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { AUDIT_TRAIL } from '../../nodes/shared/auditTrail';
import { readLog } from '../../scripts/n8n/command';
import { waitUntil } from '../../scripts/n8n/wait';
import { changesIn } from '../support/journalChanges';
import { CANARIES, canaryAppointment, canaryPatient } from './support/canaries';
import { LeakSearch } from './support/leakSearch';
import { withTestbed } from './support/withTestbed';

const TAG = 'ModMed Create';
const BOOKED = 'appointment booked';

describe.each<[string, (line: string) => string]>([
	['text', (line) => line],
	['json', (line) => (JSON.parse(line) as { message: string }).message],
])("In n8n's log in the format %s", (format, messageOf) => {
	const env = { N8N_LOG_FORMAT: format };
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '04'], env });
	const linesOfTheTrail = () =>
		readLog(testbed().n8n.logFile)
			.split('\n')
			.filter((line) => line.includes(AUDIT_TRAIL));

	it('each change has one line, which names no patient', async () => {
		const { practice, location, journal, faults } = testbed().sandbox;
		practice.book(canaryAppointment(practice.addPatient(canaryPatient('A')).id));
		const { birthDate: dateOfBirth, ...lead } = canaryPatient('B');
		const { id: contactId } = location.addContact({ ...lead, dateOfBirth });
		const path = `/contacts/${contactId}/notes`;
		const action = { kind: 'status', status: 422 } as const;
		faults.add({ service: 'crm', method: 'POST', path, action });
		location.addTags(contactId, TAG);
		const isBooked = () => location.contacts().some(({ tags }) => tags.includes(BOOKED));
		const isCreated = () => location.contact(contactId)?.tags.length === 0;
		await waitUntil(() => isBooked() && isCreated(), {
			for: 'both to be in step',
			within: 150_000,
			otherwise: () => testbed().n8n.logTail(),
		});
		await waitUntil(() => linesOfTheTrail().length >= changesIn(journal).length, {
			for: 'the last line',
			within: 10_000,
		});

		const records = linesOfTheTrail().map((line) => {
			const message = messageOf(line);
			expect(message.startsWith(`${AUDIT_TRAIL} {`)).toBe(true);
			return JSON.parse(message.slice(AUDIT_TRAIL.length)) as IDataObject;
		});
		const actions = records.map(({ action }) => String(action));
		expect(actions.sort()).toEqual(changesIn(journal).sort());
		expect(records).toContainEqual(
			expect.objectContaining({ action: 'note.create', contactId, outcome: 'refused' }),
		);
		const search = new LeakSearch(CANARIES);
		expect(search.inBytes(Buffer.from(linesOfTheTrail().join('\n')), 'trail')).toEqual([]);
	}, 300_000);
});
