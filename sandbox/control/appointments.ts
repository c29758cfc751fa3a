import { bodyOf, type Answer, type Exchange } from '../http/exchange';
import { asText } from '../http/json';
import type { AppointmentStatus, Booking } from '../modmed/practice';
import type { Resource } from '../modmed/store';
import type { Parts } from '../parts';

const STATUS_OF: Record<string, AppointmentStatus> = {
	pending: 'pending',
	confirm: 'booked',
	arrive: 'arrived',
	'check-in': 'checked-in',
	'check-out': 'fulfilled',
	cancel: 'cancelled',
	'no-show': 'noshow',
};

const stored = (status: number, appointment: Resource): Answer => ({ status, body: appointment });

export function bookAppointment(exchange: Exchange, { practice }: Parts): Answer {
	return stored(201, practice.book(bodyOf(exchange) as unknown as Booking));
}

export function changeAppointment(exchange: Exchange, { practice }: Parts): Answer {
	const { id = '', action = '' } = exchange.params;
	const body = bodyOf(exchange);
	if (action === 'reschedule') return stored(200, practice.reschedule(id, asText(body.start)));
	if (action === 'touch') return stored(200, practice.touch(id));
	if (action === 'change') return stored(200, practice.change(id, body));
	const status = Object.hasOwn(STATUS_OF, action) ? STATUS_OF[action] : undefined;
	if (!status) throw new Error(`There is no action ${action}`);
	return stored(200, practice.setStatus(id, status));
}
