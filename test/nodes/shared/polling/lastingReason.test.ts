import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IRun } from 'n8n-workflow';

import { lastingReasonOf, RETRY_WORDS } from '../../../../nodes/shared/polling/lastingReason';
import { endedWith } from '../../../support/endings';
import { readTemplate } from '../../../support/runTemplate';

const reasonOf = (error: IDataObject) => lastingReasonOf(endedWith(error) as IRun);

describe('an execution that would fail again', () => {
	it('is named by the node and the kind of error, not by its words', () => {
		expect(reasonOf({ name: 'TypeError', message: 'Testa Sample' })).toBe(
			"Its executions failed at 'Set the fields' (TypeError)",
		);
	});

	it("is named by the words of our own nodes' errors: they contain nothing about a patient", () => {
		const error = {
			message: 'This is not an ID',
			context: { transient: false },
			node: { type: 'n8n-nodes-modmed-aesthetix.modMed' },
		};
		expect(reasonOf(error)).toBe("Its executions failed at 'Set the fields': This is not an ID");
	});

	it.each([{}, { name: 'NodeApiError', httpCode: '400' }, { name: 'NodeOperationError' }])(
		'is one with %j',
		(error) => expect(reasonOf(error)).toBeDefined(),
	);
});

describe('an execution that time may mend', () => {
	it.each([
		{ context: { transient: true } },
		{ message: `ModMed is unavailable. ${RETRY_WORDS}` },
		{ name: 'NodeApiError' },
		{ name: 'NodeApiError', httpCode: 'ECONNREFUSED' },
		{ httpCode: '401' },
		{ httpCode: '403' },
		{ httpCode: '429' },
		{ httpCode: '503' },
		{ code: 'ETIMEDOUT' },
		{ code: 'ECONNRESET' },
		{ cause: { code: 'EAI_AGAIN' } },
	])('is one with %j', (error) => expect(reasonOf(error)).toBeUndefined());

	it.each(['crashed', 'canceled', 'success', 'waiting', 'unknown'] as const)(
		'is one that ended as %s',
		(status) => expect(lastingReasonOf({ status } as IRun)).toBeUndefined(),
	);

	it('is one that Record outcomes has ended', () => {
		const { nodes } = readTemplate('20-record-outcome.json');
		const { parameters } = nodes.find(({ name }) => name === 'Retry at the next poll') ?? {};
		expect(String(parameters?.errorMessage)).toContain(RETRY_WORDS);
	});
});
