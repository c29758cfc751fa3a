import type { IDataObject, INode } from 'n8n-workflow';

import type { ResourceState } from '../../../domain/changes/findChanges';
import type { ModMedClient, SearchParams } from '../transport/client';
import type { TriggerFilters } from './triggerOptions';

/** What a trigger keeps of a resource until its event has been delivered. */
export interface Payload {
	/** Undefined where it has to be read again: much may wait, and nothing of it is kept. */
	resource?: Record<string, unknown>;
	/** Whether the trigger's filters let the event through. */
	passes: (filters: TriggerFilters) => boolean;
}

/** How the resources of one kind of event are read. */
export interface EventReader {
	resourceType: string;
	/** Finds everything that has changed, by a condition such as `ge2026-03-01`. */
	search(lastUpdated: string): SearchParams;
	/**
	 * Undefined where the resource cannot be read.
	 * @param base The FHIR base URL of the practice.
	 */
	read(resource: unknown, base: string): ResourceState<Payload> | undefined;
	/** What the output contains beside the reference with the output 'Full Data'. */
	fullData(
		node: INode,
		client: ModMedClient,
		resource: Record<string, unknown>,
	): Promise<IDataObject>;
}
