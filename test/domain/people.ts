import type { NamedAppointment } from '../../domain/appointment/appointment';
import type { PracticeClock } from '../../domain/sync/practiceTime';
import type { PracticeRules } from '../../domain/sync/syncPlan';
import { DEFAULT_STAGE_TABLE } from '../../domain/vocabulary';

/** A Tuesday noon in New York. */
export const clock: PracticeClock = { zone: 'America/New_York', now: '2026-12-01T17:00:00.000Z' };

export const rules: PracticeRules = {
	mappings: [
		{ appointmentType: 'Rhinoplasty Consult', category: 'Surgical Consult' },
		{ appointmentType: 'Rhinoplasty', category: 'Surgical Appointment' },
		{ appointmentType: 'Botox Consult', category: 'Non-Surgical Consult' },
		{ appointmentType: 'Botox', category: 'Non-Surgical Appointment' },
		{ appointmentType: 'Pre-Op Visit', category: 'Pre-Op' },
		{ appointmentType: 'Post-Op Visit', category: 'Post-Op' },
		{ appointmentType: 'Hold', category: 'Block' },
	],
	stageTable: DEFAULT_STAGE_TABLE,
	pipelines: { surgical: 'Surgical Pipeline', nonSurgical: 'Non-Surgical Pipeline' },
};

export function appointment(given: Partial<NamedAppointment> = {}): NamedAppointment {
	const status = given.status ?? 'booked';
	return {
		id: '1',
		status,
		statusName: STATUS_NAMES[status] ?? status,
		typeName: 'Botox',
		typeCode: '100',
		description: '',
		start: '2026-12-03T15:00:00.000Z',
		end: '2026-12-03T15:30:00.000Z',
		created: '2026-11-20T15:00:00.000Z',
		lastUpdated: '2026-12-01T16:55:00.000Z',
		patientId: '900',
		providerId: '700',
		locationId: '800',
		providerName: 'Dr. Ada Sample',
		locationName: 'Main Street',
		...given,
	};
}

const STATUS_NAMES: Record<string, string> = {
	pending: 'Pending',
	booked: 'Confirmed',
	arrived: 'Arrived',
	'checked-in': 'Checked-In',
	fulfilled: 'Checked-Out',
	cancelled: 'Cancelled',
	noshow: 'No Show',
};
