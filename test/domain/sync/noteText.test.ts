import { expect, test } from '@jest/globals';

import { noteText } from '../../../domain/sync/noteText';
import { appointment, clock } from '../people';

test('a note leaves out what ModMed does not say', () => {
	const event = appointment({ start: '', providerName: '', locationName: '' });
	expect(noteText({ ...event, category: 'Pre-Op' }, clock.zone).split('\n')).toEqual([
		'ModMed appointment: Confirmed',
		'Status: Confirmed',
		'Type: Botox',
		'Category: Pre-Op',
	]);
});
