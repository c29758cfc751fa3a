import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { markerOf } from '../../../../domain/crm/noteMarker';
import { contactIdField } from '../../descriptions/contactId';
import { contactIdParameter } from '../contactIdParameter';
import { booleanParameter, valueParameter } from '../parameters';
import { listNotes } from '../../resources/notes';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	contactIdField,
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['note'], operation: ['getAll'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	const notes = await listNotes(crm, contactId);
	notes.sort((one, other) => (one.dateAdded < other.dateAdded ? 1 : -1));
	const shown = booleanParameter(context, 'returnAll', itemIndex)
		? notes
		: notes.slice(0, Number(valueParameter(context, 'limit', itemIndex)));
	return shown.map((note) => ({ ...note, contactId, eventKey: markerOf(note.body) }));
};
