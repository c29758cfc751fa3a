import type { NamedAppointment } from '../../../domain/appointment/appointment';
import type { PracticeRules } from '../../../domain/sync/syncPlan';
import { appointment, rules } from '../../domain/people';
import { GUIDE } from './oracle';

/** A type nobody has mapped until somebody does. */
export const LATE_TYPE = 'New Laser';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const FIRST_CHANGE = Date.UTC(2026, 10, 30, 9);
const NEW_YORK_NOON = Date.UTC(2026, 11, 1, 17);

/** What the guide's table says of the test practice's types. */
export const KINDS = {
	'Rhinoplasty Consult': GUIDE.surgicalConsult,
	Rhinoplasty: GUIDE.surgery,
	[LATE_TYPE]: GUIDE.surgery,
	'Botox Consult': GUIDE.nonSurgicalConsult,
	Botox: GUIDE.nonSurgical,
	'Pre-Op Visit': GUIDE.preOp,
	'Post-Op Visit': GUIDE.postOp,
	Hold: GUIDE.block,
};

/** Somebody in ModMed. Several may share an email, as families do. */
export interface Patient {
	id: string;
	firstName: string;
	lastName: string;
	birthDate: string;
	email: string;
}

/** What the staff does to an appointment; what is left out stays as it is. */
export interface Change {
	patient: number;
	slot: number;
	status?: string;
	typeName?: string;
	/** Days from today, and the hour: late in the evening the date in UTC is another one. */
	day?: number;
	hour?: number;
	providerName?: string;
	description?: string;
}

/** The practice as ModMed holds it. */
export class Practice {
	readonly appointments = new Map<string, NamedAppointment>();

	/** Every state an appointment has ever been in. */
	readonly history: NamedAppointment[] = [];

	/**
	 * Patients with an appointment that was saved without a change, or changed back: its time moved,
	 * and perhaps nobody hears of it.
	 */
	readonly touched = new Set<string>();

	private minutes = 0;

	private lateTypeIsMapped = false;

	constructor(readonly patients: readonly Patient[]) {}

	get rules(): PracticeRules {
		const late = { appointmentType: LATE_TYPE, category: 'Surgical Appointment' as const };
		return this.lateTypeIsMapped ? { ...rules, mappings: [...rules.mappings, late] } : rules;
	}

	mapTheLateType(): void {
		this.lateTypeIsMapped = true;
	}

	/** A change, some minutes after the one before, or within the same millisecond. */
	change({ patient, slot, day, hour, ...to }: Change, minutesLater: number): void {
		this.minutes += minutesLater;
		const at = new Date(FIRST_CHANGE + this.minutes * MINUTE_MS).toISOString();
		const id = String(100 + patient * 10 + slot);
		const known = this.appointments.get(id);
		const fresh = { id, created: at, patientId: this.patients[patient]?.id ?? '' };
		const { statusName: _, ...former } = known ?? appointment(fresh);
		const moved = day !== undefined || hour !== undefined || !known;
		const given = Object.entries(to).filter(([, value]) => value !== undefined);
		const changed = appointment({
			...former,
			...Object.fromEntries(given),
			...(moved && { start: startOf(day ?? 1, hour ?? 0) }),
			lastUpdated: at,
		});
		Object.assign(changed, { typeCode: changed.typeName, providerId: changed.providerName });
		const before = this.history.filter((one) => one.id === id).map(withoutTime);
		if (before.includes(withoutTime(changed))) this.touched.add(changed.patientId);
		this.appointments.set(id, changed);
		this.history.push(changed);
	}

	/** Of types somebody has mapped. */
	mappedOf(patientId: string): NamedAppointment[] {
		const { mappings } = this.rules;
		return this.of(patientId).filter(({ typeName }) =>
			mappings.some(({ appointmentType }) => appointmentType === typeName),
		);
	}

	of(patientId: string): NamedAppointment[] {
		return [...this.appointments.values()].filter((one) => one.patientId === patientId);
	}
}

function withoutTime(given: NamedAppointment): string {
	return JSON.stringify({ ...given, lastUpdated: '' });
}

function startOf(day: number, hour: number): string {
	const minutes = day * DAY_MINUTES + hour * 60;
	return new Date(NEW_YORK_NOON + minutes * MINUTE_MS).toISOString();
}
