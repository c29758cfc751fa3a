import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What a node on the canvas says it does: the action of its operation, e.g. "Get a patient". */
export function actionSubtitle(properties: readonly INodeProperties[]): string {
	const actions = properties
		.filter(({ name }) => name === 'operation')
		.flatMap((operation) => {
			const [resource = ''] = operation.displayOptions?.show?.resource ?? [];
			return optionsOf(operation).map(({ value, action, name }) => [
				`${String(resource)}.${String(value)}`,
				action ?? name,
			]);
		});
	return lookUp(actions, '($parameter.resource ?? "") + "." + $parameter.operation');
}

/** The same for a trigger: the name of its event, e.g. "Appointment Changed". */
export function eventSubtitle(properties: readonly INodeProperties[]): string {
	const events = properties
		.filter(({ name }) => name === 'event')
		.flatMap((event) => optionsOf(event).map(({ value, name }) => [String(value), name]));
	return lookUp(events, '$parameter.event');
}

function optionsOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

function lookUp(entries: string[][], key: string): string {
	return `={{ (${JSON.stringify(Object.fromEntries(entries))})[${key}] }}`;
}
