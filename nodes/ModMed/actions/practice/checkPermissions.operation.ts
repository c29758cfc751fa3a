import type { INode, INodeProperties } from 'n8n-workflow';

import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { blocks, withoutRepeats } from '../../../../domain/crm/goLive';
import { toNodeError } from '../../../shared/nodeError';
import type { Execute } from '../../../shared/operation';
import { statusOf } from '../../transport/apiError';
import type { ModMedClient } from '../../transport/client';
import { asItem } from '../parameters';
import type { Permission } from './permissions';
import { CREATE, CREATE_NOT_REFUSED, lineFor, patientSearch, PERMISSIONS } from './permissions';

/** It has no parameters. */
export const description: INodeProperties[] = [];

/** Keeps nothing of what it reads, and writes nothing. */
export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const node = context.getNode();
	const lines: GoLiveLine[] = [];
	try {
		for (const permission of PERMISSIONS) lines.push(await lineOf(node, client, permission));
		lines.push(...(await patientSearch(async (one) => await lineOf(node, client, one))));
		const create = await lineOf(node, client, CREATE);
		lines.push(create.state === 'ready' ? CREATE_NOT_REFUSED : create);
	} catch (error) {
		const { message, description } = toNodeError(node, error, itemIndex);
		lines.push(blocks(message, description ?? ''));
	}
	return withoutRepeats(lines).map(asItem);
};

/** Throws if ModMed cannot be reached at all: every other request would fail in the same way. */
async function lineOf(
	node: INode,
	client: ModMedClient,
	permission: Permission,
): Promise<GoLiveLine> {
	const result = await permission.ask(client).then(
		() => ({ status: 200, error: undefined }),
		(error: unknown) => ({ status: statusOf(error), error: toNodeError(node, error, 0) }),
	);
	// ModMed checks the permission before it looks for the ID.
	if (result.error === undefined || [400, 404, 410].includes(result.status)) {
		return lineFor(permission);
	}
	if (result.status !== 403) throw result.error;
	const { message, description } = result.error;
	return lineFor(permission, { message, todo: description ?? '' });
}
