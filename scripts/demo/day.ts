import { seed, type Sandbox } from '../../sandbox';

const { LOCATIONS, PATIENTS, PROVIDERS, TYPES } = seed;
const HOUR = 3_600_000;

type Practice = Sandbox['practice'];
type Person = keyof typeof PATIENTS;
type TypeName = keyof typeof TYPES;

/** What the CRM shows for a patient once everything is synced. */
export interface Expected {
	status: string;
	category: string;
	/** The stages of the patient's opportunities, oldest opportunity first. */
	stages: string[];
}

export interface Step {
	patient: Person;
	event: string;
	play: (day: Day) => void;
	/** Undefined: the contact does not change, and the event waits in the ledger. */
	expected?: Expected;
}

/** One morning or afternoon: the events between two checks of the CRM. */
export interface Scene {
	title: string;
	steps: Step[];
}

/** The practice's actions, and which patient has which appointment. */
export class Day {
	private readonly appointments = new Map<Person, string>();

	constructor(
		readonly practice: Practice,
		private readonly now: Date,
	) {}

	book(patient: Person, type: TypeName, surgical: boolean): string {
		const { id } = this.practice.book({
			patientId: PATIENTS[patient].id,
			typeCode: TYPES[type].code,
			...this.place(surgical),
			start: this.inHours(this.appointments.size + 1),
		});
		this.appointments.set(patient, id);
		return id;
	}

	confirm(patient: Person, type: TypeName, surgical: boolean): void {
		this.practice.setStatus(this.book(patient, type, surgical), 'booked');
	}

	/** Time without a patient, which the sync must ignore. */
	blockCalendar(): void {
		const typeCode = TYPES.block.code;
		this.practice.book({ typeCode, ...this.place(true), start: this.inHours(20) });
	}

	of(patient: Person): string {
		const id = this.appointments.get(patient);
		if (!id) throw new Error(`${patient} has no appointment yet`);
		return id;
	}

	private place(surgical: boolean) {
		const practitionerId = (surgical ? PROVIDERS.surgeon : PROVIDERS.injector).id;
		return { practitionerId, locationId: (surgical ? LOCATIONS.clinic : LOCATIONS.medSpa).id };
	}

	inHours(hours: number): Date {
		return new Date(this.now.getTime() + hours * HOUR);
	}
}
