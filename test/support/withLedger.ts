import type { IDataObject, INode } from 'n8n-workflow';

import { appointmentKey } from '../../domain/appointment/appointment';
import { readAppointment } from '../../domain/appointment/readAppointment';
import type { Sandbox } from '../../sandbox';
import { practiceSheet } from '../../scripts/demo/sheet';
import type { FakeLedger } from './fakeLedger';
import {
	nodeTypesHere,
	readTemplate,
	runTemplate,
	type RunOptions,
	type TemplateJson,
	type TemplateRun,
} from './runTemplate';

const DATA_TABLE = 'n8n-nodes-base.dataTable';

type Run = Partial<RunOptions> & { sandbox: Sandbox; ledger: FakeLedger };

/** Runs a template, and those that it calls, with a ledger and the practice's sheet. */
export async function runWithLedger(
	file: string,
	{ ledger, adapt = (same) => same, ...options }: Run,
): Promise<TemplateRun> {
	const { description } = (await nodeTypesHere())(DATA_TABLE, 1.1);
	const stubs = { [DATA_TABLE]: ledger.nodeType(description) };
	const prepared = (template: TemplateJson) => adapt(withSheet(template));
	return await runTemplate(prepared(readTemplate(file)), { ...options, stubs, adapt: prepared });
}

/** What the trigger, or the ledger, says of an appointment as it stands now. */
export function appointmentState(sandbox: Sandbox, id: string): IDataObject {
	const resource = sandbox.practice.appointments().find((one) => one.id === id);
	const appointment = readAppointment(resource);
	if (!appointment) throw new Error(`The appointment ${id} cannot be read.`);
	return { id, key: appointmentKey(appointment), lastUpdated: appointment.lastUpdated };
}

/** Lets an appointment wait in the ledger as it stands now. */
export function letWait(ledger: FakeLedger, sandbox: Sandbox, id: string): string {
	const { key, lastUpdated } = appointmentState(sandbox, id);
	const resource = `Appointment/${id}`;
	const row = {
		resource,
		eventKey: key,
		outcome: 'waiting',
		reason: 'Not known.',
		changedAt: lastUpdated,
	};
	ledger.rows.set(resource, row);
	return resource;
}

export function withSheet(template: TemplateJson): TemplateJson {
	return withParameters(template, /\.categoryMapper$/, { mappings: { mapping: practiceSheet() } });
}

/** A template in which the nodes of a type have other parameters. */
export function withParameters(
	template: TemplateJson,
	type: RegExp,
	parameters: IDataObject,
): TemplateJson {
	const nodes = template.nodes.map((node) =>
		type.test(node.type) ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	) as INode[];
	return { ...template, nodes };
}
