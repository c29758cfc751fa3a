import type { IExecuteFunctions } from 'n8n-workflow';

/** A text parameter of one item, whether typed, picked from a list or computed. */
export function textParameter(context: IExecuteFunctions, name: string, itemIndex: number): string {
	const value = valueParameter(context, name, itemIndex);
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

export function booleanParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): boolean {
	return valueParameter(context, name, itemIndex) === true;
}

export function valueParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): unknown {
	return context.getNodeParameter(name, itemIndex, '', { extractValue: true });
}
