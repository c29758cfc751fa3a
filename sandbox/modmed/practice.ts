import { without, type Json, type JsonObject } from '../http/json';
import { addAppointment, changeAppointment } from './appointmentWrite';
import { addCharge, type NewCharge } from './charges';
import { fhirInstant } from './dates';
import { addPatient } from './patientWrite';
import { dateOf } from './read';
import type { Resource } from './store';
import { modMedNow, type ModMedWorld } from './world';

export type AppointmentStatus =
	'pending' | 'booked' | 'arrived' | 'checked-in' | 'fulfilled' | 'cancelled' | 'noshow';

export interface Booking {
	/** None makes a calendar block. */
	patientId?: string;
	typeCode: string;
	practitionerId: string;
	locationId: string;
	start: Date | string;
	minutes?: number;
	status?: AppointmentStatus;
	description?: string;
	comment?: string;
}

export interface NewPatient {
	firstName: string;
	lastName: string;
	birthDate: string;
	gender?: 'male' | 'female' | 'unknown';
	email?: string;
	phone?: string;
}

/** What the people at the practice do in ModMed. */
export class Practice {
	constructor(private readonly world: ModMedWorld) {}

	addPatient(person: NewPatient): Resource {
		return addPatient(patientJson(person), this.world);
	}

	/** Overwrites the named attributes and counts as a change. */
	updatePatient(id: string, changes: JsonObject): Resource {
		const meta = { lastUpdated: fhirInstant(modMedNow(this.world)) };
		const patient: Resource = { ...this.mustHave('Patient', id), ...changes, id, meta };
		this.world.store.put(patient);
		return patient;
	}

	book(booking: Booking): Resource {
		const start = new Date(booking.start);
		const minutes = booking.minutes ?? 30;
		const actors = [
			`Location/${booking.locationId}`,
			...(booking.patientId ? [`Patient/${booking.patientId}`] : []),
			`Practitioner/${booking.practitionerId}`,
		];
		return addAppointment(
			{
				status: booking.status ?? 'pending',
				...this.typeAndReason(booking.typeCode),
				...times(start, minutes),
				...(booking.description === undefined ? {} : { description: booking.description }),
				...(booking.comment === undefined ? {} : { comment: booking.comment }),
				participant: actors.map((reference): Json => ({ actor: { reference } })),
			},
			this.world,
		);
	}

	setStatus(id: string, status: AppointmentStatus): Resource {
		return changeAppointment(this.mustHave('Appointment', id), { status }, this.world);
	}

	/** Changes any attributes, such as `description` or `participant`. */
	change(id: string, changes: JsonObject): Resource {
		return changeAppointment(this.mustHave('Appointment', id), changes, this.world);
	}

	/** Saved again without a change: only the time of the last change moves. */
	touch(id: string): Resource {
		return this.change(id, {});
	}

	/** Answers the appointment that holds from now on; how it is made is an unknown. */
	reschedule(id: string, to: Date | string): Resource {
		const old = this.mustHave('Appointment', id);
		const moved = times(new Date(to), Number(old.minutesDuration ?? 30));
		const how = this.world.unknowns.get('rescheduleMakesNew');
		if (how === 'same') return this.change(id, moved);
		if (how === 'cancelThenNew') this.setStatus(id, 'cancelled');
		const rest = without(old, 'id', 'meta', 'created');
		const fresh = addAppointment({ ...rest, ...moved, status: 'pending' }, this.world);
		if (how === 'newThenCancel') this.setStatus(id, 'cancelled');
		return fresh;
	}

	/** Deleted, not cancelled; what is left of it is an unknown. */
	deleteAppointment(id: string): void {
		const left = this.world.unknowns.get('deletedAppointment');
		if (left === 'nothing') this.remove('Appointment', id);
		else this.change(id, { status: left === 'cancelled' ? 'cancelled' : 'entered-in-error' });
	}

	/** Taken back after it was posted; what is left of it is an unknown. */
	voidCharge(id: string): void {
		const left = this.world.unknowns.get('voidedCharge');
		if (left === 'nothing') this.remove('ChargeItem', id);
		else this.world.store.put({ ...this.mustHave('ChargeItem', id), status: 'aborted' });
	}

	addCharge(charge: NewCharge): Resource {
		return addCharge(charge, this.world);
	}

	/** Any resource exactly as given, however malformed; absolute references stay as they are. */
	put(resource: Resource): void {
		this.world.store.put(resource);
	}

	remove(type: string, id: string): boolean {
		return this.world.store.remove(type, id);
	}

	addAppointmentType(code: string, name: string): void {
		this.world.appointmentTypes.push({ code, name, active: true });
	}

	appointments(): Resource[] {
		return this.world.store
			.all('Appointment')
			.sort((a, b) => (dateOf(a.start)?.getTime() ?? 0) - (dateOf(b.start)?.getTime() ?? 0));
	}

	patients(): Resource[] {
		return this.world.store.all('Patient');
	}

	private mustHave(type: string, id: string): Resource {
		const found = this.world.store.get(type, id);
		if (!found) throw new Error(`There is no ${type} ${id}`);
		return found;
	}

	private typeAndReason(code: string): JsonObject {
		const type = this.world.appointmentTypes.find((known) => known.code === code);
		if (!type) throw new Error(`There is no appointment type ${code}`);
		const coding = { system: 'ValueSet/appointment-type', code, display: type.name };
		const reason = { system: 'ValueSet/reportable-reason', code: 'Other', display: 'OTHER' };
		const fresh = { system: 'NEW_PATIENT', value: 'false' };
		return {
			appointmentType: { coding: [coding], text: type.name },
			reasonCode: [{ coding: [reason], text: 'OTHER' }],
			supportingInformation: [{ identifier: fresh, display: 'New Patient: false' }],
		};
	}
}

function times(start: Date, minutes: number): JsonObject {
	const end = new Date(start.getTime() + minutes * 60_000);
	return { start: fhirInstant(start), end: fhirInstant(end), minutesDuration: minutes };
}

function patientJson(person: NewPatient): JsonObject {
	const telecom: Json[] = [];
	if (person.email) telecom.push({ system: 'email', value: person.email });
	if (person.phone) {
		telecom.push({ system: 'phone', value: person.phone, use: 'mobile', rank: 1 });
	}
	return {
		name: [{ family: person.lastName, given: [person.firstName] }],
		...(telecom.length > 0 ? { telecom } : {}),
		gender: person.gender ?? 'unknown',
		birthDate: person.birthDate,
	};
}
