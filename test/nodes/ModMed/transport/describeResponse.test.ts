import { describe, expect, it } from '@jest/globals';

import { useNock } from '../../../support/useNock';
import { firstPage, listAppointments } from '../support/appointmentPages';

useNock();

describe('a response that is no result', () => {
	it.each([
		[503, '<html>out of order</html>', 'ModMed is unavailable at the moment', true],
		[
			200,
			'<html>maintenance</html>',
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[
			200,
			'{"resourceType":"Bundle","entry":[{',
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[
			200,
			{ resourceType: 'OperationOutcome' },
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[404, '', 'ModMed does not know this practice', false],
		[
			302,
			'',
			'ModMed redirected the request to another address, and the login is not sent there',
			false,
		],
		[
			400,
			{
				resourceType: 'OperationOutcome',
				issue: [
					{ code: 'invalid', diagnostics: 'Mia Muster', expression: ['Appointment.date'] },
					{ code: 'Mia', expression: ['Mia', 'Patient.name.Mia', 'Patient.name[0].given'] },
				],
			},
			'ModMed rejected the request for Appointment (Appointment.date, Patient.name[0].given, invalid)',
			false,
		],
	])('with status %i is explained', async (status, body, message, transient) => {
		firstPage()
			.times(4)
			.reply(status, body as string, { location: 'https://elsewhere.test/' });
		const { error } = await listAppointments();
		expect(error?.message).toBe(message);
		expect(error?.context?.transient).toBe(transient);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/Mia|https?:/);
	});

	it('because the connection broke is transient', async () => {
		firstPage()
			.times(4)
			.replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
		const { error } = await listAppointments();
		expect(error?.message).toBe('ModMed could not be reached');
		expect(error?.context?.transient).toBe(true);
	});
});
