import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { contactIdField, patientIdField } from '../../descriptions/contactId';
import { addNote } from '../../resources/addNote';
import { contactToWriteTo } from '../contactIdParameter';
import { createGuard, createOptions } from '../createGuard';
import { booleanParameter, textParameter } from '../parameters';
import type { CrmClient } from '../../transport/client';
import { runExclusive } from '../../../shared/http/keyedMutex';
import { contentHash } from '../../../shared/contentHash';
import type { Execute } from '../../../shared/operation';

const fields: INodeProperties[] = [
	contactIdField,
	patientIdField,
	{
		displayName: 'Text',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		description: 'The text of the note',
	},
	{
		displayName: 'Event Key',
		name: 'eventKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. Appointment/204865#3f9a2c1b77aa',
		description: 'Added as the last line of the note, so that an event is never noted twice',
	},
	{
		displayName: 'Look First',
		name: 'lookFirst',
		type: 'boolean',
		default: false,
		description:
			"Whether to read the contact's notes first and add nothing if the event is noted already. They are read again afterwards: if the event was noted twice at the same time, one of the notes is deleted.",
	},
	createOptions,
];

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['note'], operation: ['add'] } },
	fields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const lookFirst = booleanParameter(context, 'lookFirst', itemIndex);
	const contactId = await contactToWriteTo(context, itemIndex, crm, lookFirst);
	const text = textParameter(context, 'body', itemIndex);
	if (text === '') {
		throw new NodeOperationError(context.getNode(), "The 'Text' of the note is empty", {
			itemIndex,
			description: 'Enter what happened.',
		});
	}
	const eventKey = textParameter(context, 'eventKey', itemIndex);
	const { baseUrl, locationId } = crm.location;
	const contact = `${baseUrl}|${locationId}/${contactId}`;
	const key = `note on ${contact} ${eventKey || contentHash(text)}`;
	// The sync and the catch-up may handle the same event: the second must see the first one's note.
	return await runExclusive(
		`notes of ${contact}`,
		async () =>
			await addNote(crm, createGuard(context, itemIndex, key), {
				contactId,
				text,
				eventKey,
				lookFirst,
				patientId: textParameter(context, 'modMedPatientId', itemIndex),
			}),
	);
};
