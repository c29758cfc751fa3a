import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../sandbox';
import { crmClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
let call: ReturnType<typeof crmClient>;
beforeEach(async () => {
	sandbox = await sandboxAtNoon();
	call = crmClient(sandbox);
});
afterEach(async () => {
	await sandbox.stop();
});

const locationId = 'SandboxLocation00001';
const contactId = () => sandbox.location.contactNamed('Testa Sample').id;
const pipeline = (index: number) => {
	const found = sandbox.crm.pipelines[index];
	if (!found) throw new Error('The seed has two pipelines');
	return found;
};
const find = async (more = '') =>
	await call(
		'GET',
		`/opportunities/search?location_id=${locationId}&contact_id=${contactId()}${more}`,
	);

describe('opportunities', () => {
	it('are searched with underscores only', async () => {
		expect((await find()).body.meta).toMatchObject({ total: 1, currentPage: 1, nextPage: null });
		const camel = await call('GET', `/opportunities/search?locationId=${locationId}`);
		expect(camel.status).toBe(422);
	});

	it.each([
		['all', 1],
		['open', 0],
	] as const)('without a status are those that are %s', async (answer, total) => {
		sandbox.unknowns.crm.set('opportunityDefaultStatus', answer);
		const id = String((await find()).body.opportunities?.[0]?.id);
		await call('PUT', `/opportunities/${id}/status`, { status: 'lost' });
		expect((await find()).body.meta?.total).toBe(total);
		expect((await find('&status=all')).body.meta?.total).toBe(1);
	});

	it('move within their pipeline and not into the stage of another', async () => {
		const [opportunity] = sandbox.location.opportunities(contactId());
		const path = `/opportunities/${opportunity?.id}`;
		const stageOf = (index: number, stage: number) => ({
			pipelineId: pipeline(0).id,
			pipelineStageId: pipeline(index).stages[stage]?.id,
		});
		expect((await call('PUT', path, stageOf(0, 1))).status).toBe(200);
		expect(sandbox.location.opportunities(contactId())[0]?.stage).toBe('Consult Booked');
		expect((await call('PUT', path, stageOf(1, 1))).status).toBe(400);
		sandbox.unknowns.crm.set('foreignStage', '422');
		expect((await call('PUT', path, stageOf(1, 1))).status).toBe(422);
		expect((await call('PUT', path, { contactId: contactId() })).status).toBe(422);
		expect((await call('PUT', path, { status: 'all' })).status).toBe(422);
	});

	it('are one for a contact and pipeline', async () => {
		const sent = { locationId, contactId: contactId(), name: 'Testa', status: 'open' };
		const twice = await call('POST', '/opportunities/', { ...sent, pipelineId: pipeline(0).id });
		expect(twice.status).toBe(400);
		const other = await call('POST', '/opportunities/', { ...sent, pipelineId: pipeline(1).id });
		expect(other.status).toBe(201);
	});

	it('come in pipelines with all stages of the guide behind a first one', async () => {
		const { body } = await call('GET', `/opportunities/pipelines?locationId=${locationId}`);
		const stages = body.pipelines?.[1]?.stages as unknown as Array<{ name: string }>;
		expect(stages.map(({ name }) => name)).toEqual([
			'New Lead',
			'Booked',
			'Patient',
			'Cancelled / No-Show',
		]);
	});
});
