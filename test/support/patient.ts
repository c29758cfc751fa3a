import { appointmentKey } from '../../domain/appointment/appointment';
import { markerOf } from '../../domain/crm/noteMarker';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { seed, type Sandbox } from '../../sandbox';

type Practice = Sandbox['practice'];
type Status = NonNullable<Parameters<Practice['book']>[0]['status']>;

export interface PatientOptions {
	/** What the contact carries before anything happens. */
	tags?: string[];
	/** Without a contact the sync has to make one. */
	hasContact?: boolean;
	/** In the non-surgical pipeline, at New Lead. */
	hasOpportunity?: boolean;
}

/** An invented patient of the practice and what the CRM knows of them. */
export class Patient {
	readonly id: string;
	readonly email: string;
	private readonly initialContactId?: string;

	constructor(
		private readonly sandbox: Sandbox,
		readonly firstName: string,
		{ tags, hasContact = true, hasOpportunity = true }: PatientOptions = {},
	) {
		this.email = `${firstName}@example.com`.toLowerCase();
		const person = { firstName, lastName: 'Example', email: this.email };
		this.id = sandbox.practice.addPatient({ ...person, birthDate: '1985-02-03' }).id;
		if (!hasContact) return;
		this.initialContactId = sandbox.location.addContact({ ...person, tags }).id;
		if (hasOpportunity) this.addOpportunity();
	}

	addOpportunity(): void {
		const { contactId } = this;
		const pipeline = seed.PIPELINES.nonSurgical.name;
		this.sandbox.location.addOpportunity({ contactId, pipeline, stage: 'New Lead' });
	}

	book(start: Date | string, status: Status = 'booked'): string {
		return this.sandbox.practice.book({
			patientId: this.id,
			typeCode: seed.TYPES.nonSurgicalAppointment.code,
			practitionerId: seed.PROVIDERS.injector.id,
			locationId: seed.LOCATIONS.medSpa.id,
			start,
			status,
		}).id;
	}

	/** Every contact that could be the patient's: one, if all is well. */
	get contacts() {
		return this.sandbox.location.contacts().filter(({ email }) => email === this.email);
	}

	get contactId(): string {
		return this.initialContactId ?? this.contacts[0]?.id ?? '';
	}

	get opportunityId(): string {
		return this.sandbox.location.opportunities(this.contactId)[0]?.id ?? '';
	}

	/** Oldest first. */
	get notes(): string[] {
		return this.sandbox.location
			.notes(this.contactId)
			.sort((a, b) => (a.dateAdded < b.dateAdded ? -1 : 1))
			.map(({ body }) => body);
	}

	/** The events that are noted, oldest first. */
	get noted(): string[] {
		return this.notes.map(markerOf);
	}

	/** The events that shall be noted where each appointment is noted as it stands, in their order. */
	get expected(): string[] {
		const own = this.sandbox.practice
			.appointments()
			.map((resource) => readAppointment(resource))
			.filter((appointment) => appointment !== undefined)
			.filter(({ patientId }) => patientId === this.id);
		return own.sort((a, b) => (a.lastUpdated < b.lastUpdated ? -1 : 1)).map(appointmentKey);
	}

	/** Where the sync has brought the contact. */
	get state() {
		const { location } = this.sandbox;
		const fields = location.fields(this.contactId);
		const day = (name: string) => String(fields[name] ?? '').slice(0, 10);
		return {
			stage: location.opportunities(this.contactId)[0]?.stage,
			tags: [...(location.contact(this.contactId)?.tags ?? [])].sort(),
			nextVisit: day('Next Visit Date'),
			lastVisit: day('Last Visit Date'),
		};
	}
}
