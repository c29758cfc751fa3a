import type { INode } from 'n8n-workflow';

import { appointmentKey } from '../../../../domain/appointment/appointment';
import { apiError } from '../../transport/apiError';
import type { ModMedClient } from '../../transport/client';
import { appointmentOf } from '../../resources/appointmentDetails';

export interface Event {
	/** Empty to get the appointment whatever has happened since. */
	key: string;
	/** When the event's change happened. Empty if that is not known. */
	time: string;
}

/**
 * Whether the appointment is still as the event says. A later change has an event of its own;
 * an earlier state, from a server that lags behind, is no answer at all.
 */
export function isStillTheEvent(
	node: INode,
	client: ModMedClient,
	resource: unknown,
	event: Event,
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
