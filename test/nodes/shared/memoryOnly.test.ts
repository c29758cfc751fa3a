import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, IWorkflowSettings, WorkflowExecuteMode } from 'n8n-workflow';

import { memoryOnly } from '../../../nodes/shared/memoryOnly';

const SAVES_NONE: IWorkflowSettings = {
	saveDataErrorExecution: 'none',
	saveDataSuccessExecution: 'none',
};
const patient: IDataObject = { firstName: 'Testa', appointments: [{ description: 'Peel' }] };

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'modMed',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const kept = (
	settings: IWorkflowSettings,
	mode: WorkflowExecuteMode = 'trigger',
	type = node.type,
) =>
	memoryOnly(
		{
			getWorkflowSettings: () => settings,
			getMode: () => mode,
			getNode: () => ({ ...node, type }),
		},
		patient,
	);

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

	it("is read like any other in the sandbox of n8n's expressions", () => {
		expect(structuredClone(kept(SAVES_NONE))).toEqual(patient);
	});

	it('leaves the object of the operation as it was', () => {
		kept(SAVES_NONE);
		expect(JSON.parse(JSON.stringify(patient))).toEqual(patient);
	});
});

describe('An item is written down as it is', () => {
	it.each<[string, IWorkflowSettings, WorkflowExecuteMode, string]>([
		[
			'where failed runs are saved',
			{ ...SAVES_NONE, saveDataErrorExecution: 'all' },
			'trigger',
			node.type,
		],
		[
			'where other runs are saved',
			{ ...SAVES_NONE, saveDataSuccessExecution: 'all' },
			'trigger',
			node.type,
		],
		['where n8n decides what is saved', {}, 'trigger', node.type],
		['in a run by hand, for the editor', SAVES_NONE, 'manual', node.type],
		['by the tool of an AI agent, for the model', SAVES_NONE, 'trigger', 'modMedTool'],
	])('%s', (_, settings, mode, type) => {
		expect(JSON.parse(JSON.stringify(kept(settings, mode, type)))).toEqual(patient);
	});
});
