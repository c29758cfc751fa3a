import type { NamedAppointment } from '../../../domain/appointment/appointment';
import { readAppointment } from '../../../domain/appointment/readAppointment';
import { practiceSheet } from '../../../scripts/demo/sheet';
import type { SheetRow } from '../../../scripts/templates';
import { seed, type Sandbox } from '../../../sandbox';
import { GUIDE, NON_SURGICAL, SURGICAL, type Kind } from '../../scenarios/convergence/oracle';
import type { Random } from '../../support/random';

const { TYPES, PROVIDERS, LOCATIONS } = seed;
const { surgeon, injector } = PROVIDERS;

type TypeName = keyof typeof TYPES;

/** By the name ModMed gives the type. The last one is not in the practice's sheet at first. */
export const KINDS: Record<string, Kind> = {
	[TYPES.surgicalConsult.name]: GUIDE.surgicalConsult,
	[TYPES.surgicalAppointment.name]: GUIDE.surgery,
	[TYPES.nonSurgicalConsult.name]: GUIDE.nonSurgicalConsult,
	[TYPES.nonSurgicalAppointment.name]: GUIDE.nonSurgical,
	[TYPES.preOp.name]: GUIDE.preOp,
	[TYPES.postOp.name]: GUIDE.postOp,
	[TYPES.unmapped.name]: GUIDE.nonSurgical,
};

/** A visit keeps to the types of its slot: what it was to the other pipeline is not taken back. */
const SLOTS: TypeName[][] = [
	['surgicalConsult', 'surgicalAppointment'],
	['nonSurgicalConsult', 'nonSurgicalAppointment'],
	['surgicalAppointment', 'surgicalConsult'],
	['nonSurgicalAppointment'],
	['unmapped'],
	['preOp', 'postOp'],
];
const STATUSES = [
	'pending',
	'booked',
	'booked',
	'arrived',
	'fulfilled',
	'fulfilled',
	'cancelled',
	'cancelled',
	'noshow',
] as const;
const DAY_MS = 86_400_000;

export interface Somebody {
	id: string;
	name: string;
	/** The contact that was there before, if one was. */
	contactId?: string;
}

/** A practice in which things happen by chance, and its CRM as it was before. */
export class PracticeDay {
	readonly people: Somebody[];

	/** Every state of every appointment, in order. */
	readonly history: NamedAppointment[] = [];

	/** Whose appointment was saved without a change, or changed back. */
	readonly touched = new Set<string>();

	readonly log: string[] = [];

	/** Keys of events that were neither synced nor set aside before anybody caught up. */
	lost: string[] = [];

	/** The slot of each appointment. */
	private readonly slots = new Map<string, number>();

	private lateTypeIsMapped = false;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly random: Random,
	) {
		const both = [SURGICAL, NON_SURGICAL];
		this.people = [
			this.arrive('Mona Family', 'family@example.com', both),
			// Shares her mother's email and is no contact: nobody may take the mother's for hers.
			this.arrive('Mia Family', 'family@example.com'),
			this.arrive('Karl Known', 'karl@example.com', both),
			this.arrive('Nina New', 'nina@example.com'),
			this.arrive('Theo Twin', 'twins@example.com'),
			this.arrive('Tom Twin', 'twins@example.com'),
		];
	}

	get sheet(): SheetRow[] {
		const { name } = TYPES.unmapped;
		const late = { appointmentType: name, category: 'Non-Surgical Appointment' };
		return this.lateTypeIsMapped ? [...practiceSheet(), late] : practiceSheet();
	}

	get appointments(): NamedAppointment[] {
		return this.sandbox.practice.appointments().map((one) => this.read(one));
	}

	isMapped({ typeName }: NamedAppointment): boolean {
		return this.sheet.some(({ appointmentType }) => appointmentType === typeName);
	}

	mapTheLateType(): void {
		this.log.push('the late type is mapped');
		this.lateTypeIsMapped = true;
	}

	/** Somebody makes an opportunity for a contact that has none. */
	makeOpportunity(): void {
		const { location } = this.sandbox;
		const contact = this.random.pick(location.contacts());
		const pipeline = this.random.pick([SURGICAL, NON_SURGICAL]);
		if (location.opportunities(contact.id).some((one) => one.pipeline === pipeline)) return;
		this.log.push(`an opportunity in ${pipeline} for ${contact.id}`);
		location.addOpportunity({ contactId: contact.id, pipeline, stage: 'New Lead' });
	}

	/** Something happens to an appointment of somebody. */
	change(): void {
		const { sandbox, random } = this;
		sandbox.clock.advance(1_000 * random.pick([1, 7, 61]));
		const known = [...this.slots];
		const [id, slot] =
			known.length > 0 && random.below(3) > 0 ? random.pick(known) : [undefined, 0];
		const state = this.read(id === undefined ? this.book() : this.alter(id, slot));
		const person = this.people.find((one) => one.id === state.patientId) ?? { name: '' };
		const before = this.history.filter((one) => one.id === state.id).map(withoutTime);
		if (before.includes(withoutTime(state))) this.touched.add(state.patientId);
		this.history.push(state);
		const { status, typeName, start } = state;
		this.log.push(`${person.name} ${state.id}: ${status}, ${typeName}, ${start.slice(0, 10)}`);
	}

	private book() {
		const { random } = this;
		const slot = random.below(SLOTS.length);
		const booked = this.sandbox.practice.book({
			patientId: random.pick(this.people).id,
			typeCode: TYPES[random.pick(SLOTS[slot] ?? [])].code,
			practitionerId: surgeon.id,
			locationId: LOCATIONS.clinic.id,
			start: this.day(),
			status: random.pick(['pending', 'booked', 'booked', 'cancelled']),
		});
		this.slots.set(String(booked.id), slot);
		return booked;
	}

	private alter(id: string, slot: number) {
		const { sandbox, random } = this;
		const { practice } = sandbox;
		switch (random.below(8)) {
			case 0: {
				const start = this.day();
				const end = new Date(start.getTime() + 1_800_000).toISOString();
				return practice.change(id, { start: start.toISOString(), end });
			}
			case 1:
				return practice.change(id, { description: random.pick(['', 'Nose', 'Forehead']) });
			case 2: {
				const provider = random.pick([surgeon, injector]);
				const before = practice.appointments().find((one) => one.id === id);
				const participant = JSON.stringify(before?.participant ?? []);
				const changed = participant.replace(/Practitioner\/\d+/, `Practitioner/${provider.id}`);
				return practice.change(id, { participant: JSON.parse(changed) });
			}
			case 3: {
				const { code, name } = TYPES[random.pick(SLOTS[slot] ?? [])];
				const coding = [{ system: 'ValueSet/appointment-type', code, display: name }];
				return practice.change(id, { appointmentType: { coding, text: name } });
			}
			case 4:
				return random.chance(1 / 3) ? practice.touch(id) : practice.setStatus(id, 'cancelled');
			default:
				return practice.setStatus(id, random.pick(STATUSES));
		}
	}

	private day(): Date {
		const days = this.random.pick([-20, -3, 1, 2, 5, 9]);
		return new Date(Date.now() + days * DAY_MS + this.random.below(12) * 3_600_000);
	}

	private arrive(name: string, email: string, pipelines?: string[]): Somebody {
		const { practice, location } = this.sandbox;
		const [firstName = '', lastName = ''] = name.split(' ');
		const person = { firstName, lastName, email };
		const { id } = practice.addPatient({ ...person, birthDate: '1990-05-17', gender: 'female' });
		if (!pipelines) return { id, name };
		const contactId = location.addContact(person).id;
		for (const pipeline of pipelines) {
			location.addOpportunity({ contactId, pipeline, stage: 'New Lead' });
		}
		return { id, name, contactId };
	}

	private read(resource: unknown): NamedAppointment {
		const read = readAppointment(resource);
		if (!read) throw new Error('An appointment cannot be read.');
		const provider = [surgeon, injector].find(({ id }) => id === read.providerId);
		return {
			...read,
			providerName: provider ? `${provider.firstName} ${provider.lastName}` : '',
			locationName: LOCATIONS.clinic.name,
		};
	}
}

function withoutTime(state: NamedAppointment): string {
	return JSON.stringify({ ...state, lastUpdated: '' });
}
