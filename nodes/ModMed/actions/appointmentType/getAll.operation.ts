import { updateDisplayOptions } from 'n8n-workflow';

import { returnAllOrLimit } from '../../descriptions/common';
import { appointmentTypes } from '../../resources/practice';
import type { Operation } from '../operation';
import { asItem, limitOf } from '../parameters';

export const description = updateDisplayOptions(
	{ show: { resource: ['appointmentType'], operation: ['getAll'] } },
	returnAllOrLimit,
);

export const execute: Operation = async function (client, itemIndex) {
	const types = await appointmentTypes(client);
	return types.slice(0, limitOf(this, itemIndex)).map(asItem);
};
