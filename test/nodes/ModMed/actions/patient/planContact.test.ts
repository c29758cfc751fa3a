import { describe, expect, it } from '@jest/globals';

import { modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';

useNock();

const patient = { id: '385871', firstName: 'Mia', lastName: 'Muster', email: 'mia@example.com' };

const plan = async (item: Record<string, unknown>) =>
	await runNode(
		'modMed',
		{
			resource: 'patient',
			operation: 'planContact',
			patient: '={{ $json.patient }}',
			contact: '={{ $json.contact }}',
			reasons: '={{ $json.reasons }}',
		},
		[item as never],
		modMedSurroundings(),
	);

describe('Patient Plan Contact', () => {
	it('returns the fields of the contact and the note, and requests nothing', async () => {
		const contact = { contact: { firstName: 'MIA', lastName: 'Old' }, created: false };
		const { output, error } = await plan({ patient, contact, reasons: 'name, email' });
		expect(error).toBeUndefined();
		expect(output[0]?.json).toMatchObject({
			contactFields: { firstName: '', lastName: 'Muster', email: 'mia@example.com' },
			fields: { 'ModMed Patient ID': '385871' },
			note: expect.stringContaining('Changed: name, email'),
		});
	});

	it('takes the reasons as a list too, and notes that the contact is new', async () => {
		const contact = { contact: {}, created: true };
		const { output } = await plan({ patient, contact, reasons: ['email'] });
		expect(output[0]?.json.note).toContain('contact created');
		expect(output[0]?.json.note).toContain('Changed: email');
	});

	it('rejects what is no patient', async () => {
		const { error } = await plan({ patient: { name: 'Mia' }, contact: {}, reasons: '' });
		expect(error?.message).toBe("'Patient' is not a patient of ModMed");
		expect(error?.context).toMatchObject({ itemIndex: 0 });
	});
});
