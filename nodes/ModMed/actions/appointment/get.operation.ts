import type { INode, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { appointmentKey } from '../../../../domain/appointment/appointment';
import { asText } from '../../../../domain/coerce';
import type { Execute } from '../../../shared/operation';
import { simplify } from '../../descriptions/common';
import {
	appointmentOf,
	appointmentRecord,
	rawAppointmentRecord,
} from '../../resources/appointmentDetails';
import { apiError } from '../../transport/apiError';
import type { ModMedClient } from '../../transport/client';
import { asItem, collectionOf, enteredInstant } from '../parameters';

const properties: INodeProperties[] = [
	{
		displayName: 'Appointment ID',
		name: 'appointmentId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 204865',
		description: 'The ID of the appointment, for example from the ModMed Trigger',
	},
	{
		displayName: 'Include',
		name: 'include',
		type: 'multiOptions',
		options: [
			{ name: 'Names of Provider and Location', value: 'names' },
			{ name: 'Patient', value: 'patient' },
			{
				name: "Patient's Appointments",
				value: 'patientAppointments',
				description: 'All appointments of the patient, including this one',
			},
		],
		default: ['names', 'patient'],
		description: 'What to read along with the appointment',
	},
	simplify,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Event Time',
				name: 'eventTime',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.lastUpdated }}',
				description:
					"When the event's change happened. If ModMed returns an older state, it is read again.",
			},
			{
				displayName: 'Only for Event',
				name: 'onlyForEvent',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.key }}',
				description:
					'The key of an event of the ModMed Trigger. Returns nothing if the appointment has changed again since: the trigger delivers that change next.',
			},
		],
	},
];

export const description = updateDisplayOptions(
	{ show: { resource: ['appointment'], operation: ['get'] } },
	properties,
);

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const id = context.getNodeParameter('appointmentId', itemIndex, '', { ensureType: 'string' });
	const include = context.getNodeParameter('include', itemIndex, []) as string[];
	const { onlyForEvent, eventTime } = collectionOf(context, 'options', itemIndex);
	const resource = await client.read('Appointment', asText(id));
	const event = {
		key: asText(onlyForEvent),
		time: enteredInstant(context, eventTime, 'Event Time', itemIndex),
	};
	if (!isUnchangedSince(event, context.getNode(), client, resource)) return [];
	const record = context.getNodeParameter('simplify', itemIndex, true)
		? await appointmentRecord(context.getNode(), client, resource, include)
		: await rawAppointmentRecord(context.getNode(), client, resource, include);
	return asItem(record);
};

/** An event of the trigger. */
interface Event {
	/** Empty to get the appointment whatever has happened since. */
	key: string;
	/** The instant of the change; empty if that is not known. */
	time: string;
}

/**
 * Whether the appointment is still in the state that the event is about. A later change has an
 * event of its own; an earlier state comes from a server that lags behind.
 */
function isUnchangedSince(
	event: Event,
	node: INode,
	client: ModMedClient,
	resource: unknown,
): boolean {
	if (event.key === '') return true;
	const appointment = appointmentOf(node, client, resource);
	if (appointmentKey(appointment) === event.key) return true;
	if (event.time === '' || appointment.lastUpdated > event.time) return false;
	throw apiError(node, {
		message: 'ModMed returned an older state of the appointment than the event is about',
		description: 'No action needed: the newer state will be available in a few minutes.',
		transient: true,
	});
}
