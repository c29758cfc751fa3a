import type { IDataObject } from 'n8n-workflow';

import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { blocks, withoutRepeats } from '../../../../domain/crm/goLive';
import { toNodeError } from '../../../shared/nodeError';
import type { CrmClient } from '../../transport/client';

/** The lines of a check. A refusal becomes a line too, so that the other checks go on. */
export async function runCheck(
	crm: CrmClient,
	check: () => Promise<GoLiveLine[]>,
): Promise<GoLiveLine[]> {
	try {
		return await check();
	} catch (error) {
		const { message, description } = toNodeError(crm.node, error, 0);
		return [blocks(message, withoutTrace(description ?? ''))];
	}
}

/** Without the trace ID, which would make one cause look like several. */
export function withoutTrace(text: string): string {
	return text.replace(/ \(CRM trace ID [^)]*\)$/, '');
}

export function asItems(lines: readonly GoLiveLine[]): IDataObject[] {
	return withoutRepeats(lines).map((line) => ({ ...line }));
}
