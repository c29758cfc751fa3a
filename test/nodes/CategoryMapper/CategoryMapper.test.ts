import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { CategoryMapper } from '../../../nodes/CategoryMapper/CategoryMapper.node';
import { appointment } from '../../domain/people';
import { runNode } from '../../support/runNode';

const mappings = {
	mapping: [
		{ appointmentType: 'Botox', category: 'Non-Surgical Appointment' },
		{ appointmentType: 'Pre-Op Visit', category: 'Pre-Op Appointment' },
	],
};

const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

const item = (given: Parameters<typeof appointment>[0] = {}) => ({
	appointment: { ...appointment({ start: tomorrow, ...given }), eventKey: 'Appointment/1#abc' },
	patientAppointments: [],
});

async function map(items: object[], parameters: IDataObject = {}, node: Partial<INode> = {}) {
	const { run, error } = await runNode(
		'categoryMapper',
		{ mappings, ...parameters } as INode['parameters'],
		items as IDataObject[],
		{ nodeTypes: { categoryMapper: new CategoryMapper() }, node },
	);
	const main = run.data.resultData.runData.Node?.[0]?.data?.main ?? [];
	const outputs = main.map((output) => output ?? []);
	return { outputs: outputs as INodeExecutionData[][], error };
}

describe('Category Mapper', () => {
	it('sends each item to Move, No Move or Unmapped, linked to where it came from', async () => {
		const { outputs } = await map([
			item({ typeName: 'Pre-Op Visit' }),
			item({ typeName: 'BOTOX', status: 'pending' }),
			item({ typeName: 'Botoxx' }),
		]);
		const [move, noMove, unmapped] = outputs;
		expect(move).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({
					moves: true,
					pipeline: 'Non-Surgical Pipeline',
					stage: 'Booked',
					category: 'Non-Surgical Appointment',
				}),
				pairedItem: { item: 1 },
			}),
		]);
		expect(noMove).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({
					moves: false,
					reason: 'Pre-Op appointments never move the pipeline.',
				}),
				pairedItem: { item: 0 },
			}),
		]);
		expect(unmapped).toEqual([
			{
				json: {
					eventKey: 'Appointment/1#abc',
					appointmentId: '1',
					appointmentType: 'Botoxx',
					reason: "The type is not listed in the Category Mapper's 'Appointment Types'.",
					nextStep: expect.stringContaining('Add it there'),
					nearestTypes: ['Botox'],
				},
				pairedItem: { item: 2 },
			},
		]);
	});

	it('uses the stages and pipelines the practice has entered', async () => {
		const { outputs } = await map([item(), item({ status: 'fulfilled' })], {
			nonSurgicalPipeline: 'Lead 2 Patient',
			stages: {
				row: [
					{ category: 'Non-Surgical Appointment', scheduled: 'On the books', completed: 'Won' },
				],
			},
		});
		expect(outputs[0]?.map(({ json }) => [json.pipeline, json.stage])).toEqual([
			['Lead 2 Patient', 'On the books'],
			['Lead 2 Patient', 'Won'],
		]);
	});

	it("dates visits in the workflow's time zone", async () => {
		const evening = '2099-12-02T02:30:00.000Z';
		const { outputs } = await map([item({ start: evening })]);
		expect(outputs[0]?.[0]?.json.fields).toMatchObject({ 'Next Visit Date': '2099-12-01' });
	});

	it('says which item is no appointment, and what to do', async () => {
		const { error } = await map([item(), { name: 'no appointment' }]);
		expect(error?.message).toContain('There is no appointment in this item');
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.description).toContain('ModMed > Appointment > Get');
	});

	it('goes on with the other items where the user chose to', async () => {
		const items = [{ name: 'no appointment' }, item()];
		const { outputs, error } = await map(items, {}, { onError: 'continueErrorOutput' });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(1);
		expect(outputs[2]).toHaveLength(0);
		expect(outputs[3]).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({
					name: 'no appointment',
					error: 'There is no appointment in this item',
				}),
			}),
		]);
	});

	it('refuses a category that is none, by the words on the screen', async () => {
		const { error } = await map([item()], {
			mappings: { mapping: [{ appointmentType: 'Peel', category: 'Surgery' }] },
		});
		expect(error?.message).toContain('"Surgery" is not a category');
		expect(error?.message).toContain('"Peel"');
		expect(error?.description).toContain('Surgical Consult, Surgical Appointment');
	});
});

describe('Category Mapper > Check Types', () => {
	const check = async (names: string[], parameters: IDataObject = {}, node = {}) =>
		await map(
			names.map((name) => ({ name })),
			{ operation: 'checkTypes', ...parameters },
			node,
		);

	it('lists each type with its category, or with what to do about it', async () => {
		const { outputs } = await check(['BOTOX', 'Botxo', 'Consult']);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]!.map(({ json }) => json)).toEqual([
			{ state: 'ready', what: '"BOTOX" is Non-Surgical Appointment', todo: '' },
		]);
		expect(outputs[2]!.map(({ json }) => json)).toEqual([
			{
				state: 'blocks',
				what: '"Botxo" has no category',
				todo: 'Enter it in the Category Mapper under exactly this name. Nearest names there: Botox.',
			},
			{
				state: 'blocks',
				what: '"Consult" has no category',
				todo: 'Enter it in the Category Mapper under exactly this name.',
			},
		]);
	});

	it('hands a sheet that is wrong to the error output', async () => {
		const wrong = { mapping: [{ appointmentType: 'Peel', category: 'Surgery' }] };
		const node = { onError: 'continueErrorOutput' as const };
		const { outputs } = await check(['Peel'], { mappings: wrong }, node);
		expect([outputs[0], outputs[1], outputs[2]]).toEqual([[], [], []]);
		expect(outputs[3]![0]!.json.error).toContain('"Surgery" is not a category');
	});

	it('pasted over the mapper of the sync, sends every event to the error output and says why', async () => {
		const node = { onError: 'continueErrorOutput' as const };
		const { outputs } = await map([item({ typeName: 'Botox' })], { operation: 'checkTypes' }, node);
		expect([outputs[0], outputs[1], outputs[2]]).toEqual([[], [], []]);
		expect(outputs[3]![0]!.json).toMatchObject({
			error: 'This Category Mapper only checks types',
			details: { nextStep: "Set its 'Operation' to Map." },
		});
	});
});
