import { seed, type Sandbox } from '../../../sandbox';

const DAY_MS = 86_400_000;
const STATUS_LABELS = {
	booked: 'Confirmed',
	cancelled: 'Cancelled',
	fulfilled: 'Checked-Out',
} as const;

type Status = keyof typeof STATUS_LABELS;

/** An appointment has come to a status: there must be one note about it. */
interface ExpectedNote {
	contactId: string;
	appointmentId: string;
	status: Status;
}

export interface NoteCounts {
	events: number;
	missing: number;
	duplicated: number;
	/** Contacts whose notes are not in the order of their events. */
	outOfOrder: number;
}

interface Member {
	patientId: string;
	contactId: string;
	appointments: string[];
}

/** Patients, each with a contact and an opportunity, and the notes that their events must lead to. */
export class PatientGroup {
	private readonly members: Member[] = [];

	private readonly expected: ExpectedNote[] = [];

	constructor(
		private readonly sandbox: Sandbox,
		readonly name: string,
		size: number,
	) {
		for (let number = 1; number <= size; number++) this.members.push(this.addMember(number));
	}

	get size(): number {
		return this.members.length;
	}

	/** Books one more appointment for each. Returns their IDs. */
	book(): string[] {
		return this.members.map((member) => {
			const { id } = this.sandbox.practice.book({
				patientId: member.patientId,
				typeCode: seed.TYPES.nonSurgicalAppointment.code,
				practitionerId: seed.PROVIDERS.injector.id,
				locationId: seed.LOCATIONS.medSpa.id,
				start: new Date(Date.now() + (member.appointments.length + 2) * DAY_MS),
				status: 'booked',
			});
			member.appointments.push(id);
			this.expectNote(member, id, 'booked');
			return id;
		});
	}

	/** Gives everybody's last appointment a status. */
	setStatus(status: Status): void {
		for (const member of this.members) {
			const id = member.appointments.at(-1) ?? '';
			this.sandbox.practice.setStatus(id, status);
			this.expectNote(member, id, status);
		}
	}

	/** Changes the patients themselves, not their appointments. */
	updatePatients(): void {
		for (const { patientId } of this.members) {
			this.sandbox.practice.updatePatient(patientId, { birthDate: '1985-02-04' });
		}
	}

	get counts(): NoteCounts {
		const counts = this.expected.map((event) => this.notesOf(event).length);
		return {
			events: this.expected.length,
			missing: counts.filter((count) => count === 0).length,
			duplicated: counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
			outOfOrder: this.members.filter((member) => !this.isInOrder(member)).length,
		};
	}

	get allArrived(): boolean {
		return this.counts.missing === 0;
	}

	/** The stages of the contacts' opportunities, each stage once. */
	get stages(): string[] {
		const of = ({ contactId }: Member) => this.sandbox.location.opportunities(contactId)[0]?.stage;
		return [...new Set(this.members.map((member) => of(member) ?? ''))];
	}

	private addMember(number: number): Member {
		const { practice, location } = this.sandbox;
		const person = {
			firstName: `${this.name}${number}`,
			lastName: 'Example',
			email: `${this.name}${number}@example.com`.toLowerCase(),
		};
		const patient = practice.addPatient({ ...person, birthDate: '1985-02-03' });
		const contact = location.addContact(person);
		const pipeline = 'Non-Surgical Pipeline';
		location.addOpportunity({ contactId: contact.id, pipeline, stage: 'New Lead' });
		return { patientId: patient.id, contactId: contact.id, appointments: [] };
	}

	private expectNote({ contactId }: Member, appointmentId: string, status: Status): void {
		this.expected.push({ contactId, appointmentId, status });
	}

	private notesOf({ contactId, appointmentId, status }: ExpectedNote): string[] {
		const isAbout = (body: string) =>
			body.includes(`Ref: Appointment/${appointmentId}#`) &&
			body.includes(`Status: ${STATUS_LABELS[status]}`);
		return this.sandbox.location
			.notes(contactId)
			.filter(({ body }) => isAbout(body))
			.map(({ id }) => id);
	}

	private isInOrder({ contactId }: Member): boolean {
		const order = this.sandbox.location.notes(contactId).map(({ id }) => id);
		const places = this.expected
			.filter((event) => event.contactId === contactId)
			.map((event) => order.indexOf(this.notesOf(event)[0] ?? ''))
			.filter((place) => place >= 0);
		return places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
	}
}
