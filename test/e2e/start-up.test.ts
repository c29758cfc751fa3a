import { describe, expect, it } from '@jest/globals';

import { withStage } from './support/withStage';

const PACKAGE = 'n8n-nodes-modmed-aesthetix';
const NODES = [
	'modMedTrigger',
	'modMed',
	'aesthetixCrmTrigger',
	'aesthetixCrm',
	'categoryMapper',
	'templateLock',
];

describe('On a real n8n', () => {
	const stage = withStage();

	it('loads the pack', async () => {
		const nodeInfos = NODES.map((name) => ({ name: `${PACKAGE}.${name}`, version: 1 }));
		const known = await stage().n8n.rest<Array<{ name: string }>>('POST', '/rest/node-types', {
			nodeInfos,
		});
		expect(known.map(({ name }) => name)).toEqual(NODES);
	});

	it('imports the templates with both credentials bound by their names', async () => {
		for (const { id } of stage().templates) {
			const { nodes } = await stage().n8n.records.workflow(id);
			const ids = nodes.flatMap((node) => Object.values(node.credentials ?? {}).map((c) => c.id));
			expect(ids).not.toContain(null);
		}
	});

	it('publishes the templates, and their triggers are at work', async () => {
		const { n8n, templates } = stage();
		const sync = templates.find(({ file }) => file === '01-sync-appointments.json');
		const { active } = await n8n.records.workflow(sync?.id ?? '');
		expect(active).toBe(true);
	});
});
