import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** What an operation does with one item: the objects it returns become the item's output. */
export type Execute<Client> = (
	context: IExecuteFunctions,
	itemIndex: number,
	client: Client,
) => Promise<IDataObject | IDataObject[]>;

/** An operation of a node: one module that exports its parameters and what it does. */
export interface Operation<Client> {
	description: INodeProperties[];
	execute: Execute<Client>;
}

/** The operations of each resource, both by the value of their parameter. */
export type Resources<Client> = Record<string, Record<string, Operation<Client>>>;
