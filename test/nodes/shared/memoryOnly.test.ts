import { describe, expect, it } from '@jest/globals';
import type { IDataObject, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';

import { memoryOnly } from '../../../nodes/shared/memoryOnly';

const SAVES_NONE: IWorkflowSettings = {
	saveDataErrorExecution: 'none',
	saveDataSuccessExecution: 'none',
};
const patient: IDataObject = { firstName: 'Testa', appointments: [{ description: 'Peel' }] };

const kept = (settings: IWorkflowSettings, mode: WorkflowExecuteMode = 'trigger') =>
	memoryOnly({ getWorkflowSettings: () => settings, getMode: () => mode }, patient);

describe('An item of a workflow that saves no executions', () => {
	it('is written down as a sentence that says why', () => {
		const written = JSON.stringify([{ json: kept(SAVES_NONE) }]);
		expect(written).not.toMatch(/Testa|Peel/);
		expect(JSON.parse(written)).toEqual([
			{ json: { notStored: expect.stringContaining('saves no executions') } },
		]);
	});

	it('is read like any other', () => {
		expect(kept(SAVES_NONE)).toMatchObject(patient);
	});

	it('is not written down either where n8n adds it to the item of an error', () => {
		const merged = { ...kept(SAVES_NONE), error: 'The CRM is not available' };
		expect(JSON.stringify(merged)).not.toMatch(/Testa|Peel/);
	});
});

describe('An item is written down as it is', () => {
	it.each<[string, IWorkflowSettings, WorkflowExecuteMode]>([
		['where failed runs are saved', { ...SAVES_NONE, saveDataErrorExecution: 'all' }, 'trigger'],
		['where other runs are saved', { ...SAVES_NONE, saveDataSuccessExecution: 'all' }, 'trigger'],
		['where n8n decides what is saved', {}, 'trigger'],
		['in a run by hand, for the editor', SAVES_NONE, 'manual'],
	])('%s', (_, settings, mode) => {
		expect(JSON.parse(JSON.stringify(kept(settings, mode)))).toEqual(patient);
	});
});
