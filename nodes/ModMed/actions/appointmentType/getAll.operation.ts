import { updateDisplayOptions } from 'n8n-workflow';

import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { returnAllOrLimit } from '../../descriptions/common';
import { appointmentTypes } from '../../resources/practice';
import { asItem, limitOf } from '../parameters';

export const description = updateDisplayOptions(
	{ show: { resource: ['appointmentType'], operation: ['getAll'] } },
	returnAllOrLimit,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const types = await appointmentTypes(client);
	return types.slice(0, limitOf(context, itemIndex)).map(asItem);
};
