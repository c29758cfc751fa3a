import { createHash } from 'node:crypto';

import { asRecord, asRecords, asText } from '../coerce';

/** What a template was like when it was delivered: a checksum for it and one for each node. */
export interface TemplateLock {
	name: string;
	lock: string;
	settings: string;
	nodes: Record<string, string>;
}

/** The note on a node which the practice may change or swap. */
export const OPEN_NOTE = 'Yours to change';
const OPEN = 'open';

/** Settings that decide how a workflow runs and what is kept of it. The time zone is the practice's. */
const LOCKED_SETTINGS = [
	'callerPolicy',
	'errorWorkflow',
	'executionOrder',
	'executionTimeout',
	'saveDataErrorExecution',
	'saveDataSuccessExecution',
	'saveExecutionProgress',
	'saveManualExecutions',
];

/** What makes a node run the way it does. n8n leaves out what is not set. */
const LOCKED_SWITCHES = [
	'alwaysOutputData',
	'disabled',
	'executeOnce',
	'maxTries',
	'onError',
	'retryOnFail',
	'waitBetweenTries',
];

/** n8n leaves out a parameter that is at its default when a workflow is saved. */
const DEFAULT_POLL_TIMES = checksum({ item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] });

/** What a template is locked to. */
export function lockOf(workflow: unknown): TemplateLock {
	const { name, nodes, connections, settings } = asRecord(workflow);
	const wires = asRecord(connections);
	const locked = asRecords(nodes).map((node): [string, string] => {
		const nodeName = asText(node.name);
		const isOpen = asText(node.notes) === OPEN_NOTE;
		return [nodeName, isOpen ? OPEN : lockOfNode(node, wires[nodeName])];
	});
	const parts = {
		settings: checksum(pick(asRecord(settings), LOCKED_SETTINGS)),
		nodes: Object.fromEntries(locked.sort(([one], [other]) => (one < other ? -1 : 1))),
	};
	return { name: asText(name), lock: checksum(parts), ...parts };
}

/** What was changed, in words: names of nodes, and the settings. Empty where nothing was. */
export function changesSince(lock: TemplateLock, workflow: unknown): string[] {
	const present = lockOf(workflow);
	const notes = new Set(
		asRecords(asRecord(workflow).nodes)
			.filter(({ type }) => isSticky(type))
			.map(({ name }) => asText(name)),
	);
	const isKept = (name: string) => lock.nodes[name] === OPEN || name in present.nodes;
	const gone = Object.keys(lock.nodes).filter((name) => !isKept(name));
	const edited = Object.entries(present.nodes).filter(
		([name, sum]) => name in lock.nodes && lock.nodes[name] !== OPEN && lock.nodes[name] !== sum,
	);
	const added = Object.keys(present.nodes).filter(
		(name) => !(name in lock.nodes) && !notes.has(name),
	);
	return [
		...edited.map(([name]) => `${name} (edited)`),
		...gone.map((name) => `${name} (removed or renamed)`),
		...added.map((name) => `${name} (added)`),
		...(present.settings === lock.settings ? [] : ['Settings of the workflow (edited)']),
	];
}

/** A wire belongs to the node it leaves. */
function lockOfNode(node: Record<string, unknown>, wires: unknown): string {
	const { type, typeVersion } = node;
	const parameters = lockedParameters(asText(type), asRecord(node.parameters));
	const switches = pick(node, LOCKED_SWITCHES);
	return checksum({ type, typeVersion, parameters, switches, wires: connected(wires) });
}

function lockedParameters(type: string, parameters: Record<string, unknown>): unknown {
	if (type.endsWith('.categoryMapper')) return {};
	if (isSticky(type)) return { content: parameters.content };
	const { pollTimes, ...others } = parameters;
	const isDefault = pollTimes === undefined || checksum(pollTimes) === DEFAULT_POLL_TIMES;
	return isDefault ? others : parameters;
}

/** Outputs without a wire at the end of the list come and go when a workflow is saved. */
function connected(wires: unknown): unknown {
	const kinds = Object.entries(asRecord(wires)).map(([kind, outputs]): [string, unknown[]] => {
		const ends = Array.isArray(outputs) ? outputs.map((output) => asRecords(output)) : [];
		while (ends.at(-1)?.length === 0) ends.pop();
		return [kind, ends];
	});
	return kinds.filter(([, ends]) => ends.length > 0);
}

function pick(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
	const isSet = (value: unknown) => value !== undefined && value !== null && value !== false;
	return Object.fromEntries(
		names.filter((name) => isSet(values[name])).map((name) => [name, values[name]]),
	);
}

function isSticky(type: unknown): boolean {
	return asText(type).endsWith('.stickyNote');
}

function checksum(value: unknown): string {
	return createHash('sha256').update(inOrder(value)).digest('hex');
}

/** JSON that does not depend on the order of keys. */
function inOrder(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);
}
