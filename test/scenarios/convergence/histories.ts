import fc from 'fast-check';

import type { KnownContact } from './crm';
import type { Change, Patient } from './practice';
import { LATE_TYPE } from './practice';

/** What happens, one after the other. Numbers choose among what there is at that moment. */
export type Happening =
	| { is: 'change'; change: Change; minutesLater: number }
	| { is: 'poll'; breakAfter?: number; meanwhile?: Change }
	| { is: 'outOfOrder'; order: number[]; breakAfter?: number }
	| { is: 'again'; which: number; breakAfter?: number }
	| { is: 'twice'; which: number; breakAfter?: number }
	| { is: 'mapTheType' }
	| { is: 'opportunity'; contact: number; pipeline: string };

export interface History {
	patients: Patient[];
	known: KnownContact[];
	happenings: Happening[];
}

export const STATUSES = [
	'pending',
	'booked',
	'arrived',
	'checked-in',
	'fulfilled',
	'cancelled',
	'noshow',
	'waitlist',
];
/** The types each slot of a patient chooses from: two in each pipeline, one unmapped at first, and others. */
const TYPES = [
	['Rhinoplasty Consult', 'Rhinoplasty'],
	['Rhinoplasty', 'Rhinoplasty Consult'],
	['Botox', 'Botox Consult'],
	['Botox Consult', 'Botox'],
	[LATE_TYPE],
	['Pre-Op Visit', 'Post-Op Visit', 'Hold'],
];
const PIPELINES = ['Surgical Pipeline', 'Non-Surgical Pipeline'];
const NAMES = ['Ann', 'Bea', 'Cid'];
const EMAILS = ['family@example.com', 'other@example.com'];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const change = fc
	.record({
		patient: fc.nat({ max: NAMES.length - 1 }),
		slot: fc.nat({ max: TYPES.length - 1 }),
		status: maybe(fc.constantFrom(...STATUSES)),
		type: fc.constantFrom(0, 0, 0, 1, 2),
		day: maybe(fc.integer({ min: -10, max: 10 })),
		hour: maybe(fc.integer({ min: 0, max: 12 })),
		providerName: maybe(fc.constantFrom('Dr. Ada Sample', 'Dr. Ben Sample')),
		description: maybe(fc.constantFrom('', 'Forehead', 'Nose')),
	})
	.map(({ type, ...rest }): Change => ({ ...rest, typeName: typeOf(rest.slot, type) }));

/** Within its slot: what a visit was to the other pipeline before its type changed is not taken back. */
function typeOf(slot: number, type: number): string {
	const types = TYPES[slot] ?? [];
	return types[type % types.length] ?? '';
}

const breakAfter = maybe(fc.nat({ max: 14 }));
const which = fc.nat({ max: 50 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			is: fc.constant('change' as const),
			change,
			minutesLater: fc.constantFrom(0, 1, 5, 400),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			is: fc.constant('poll' as const),
			breakAfter,
			meanwhile: maybe(change),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			is: fc.constant('outOfOrder' as const),
			order: fc.array(which, { minLength: 1, maxLength: 4 }),
			breakAfter,
		}),
	},
	{ weight: 2, arbitrary: fc.record({ is: fc.constant('again' as const), which, breakAfter }) },
	{ weight: 1, arbitrary: fc.record({ is: fc.constant('twice' as const), which, breakAfter }) },
	{ weight: 1, arbitrary: fc.record({ is: fc.constant('mapTheType' as const) }) },
	{
		weight: 2,
		arbitrary: fc.record({
			is: fc.constant('opportunity' as const),
			contact: which,
			pipeline: fc.constantFrom(...PIPELINES),
		}),
	},
);

const people = fc.tuple(...NAMES.map((_, index) => person(index)));

function person(index: number) {
	const firstName = NAMES[index] ?? '';
	const own = `${firstName.toLowerCase()}@example.com`;
	const patient = fc
		.record({
			email: fc.constantFrom(...EMAILS, own, own),
			birthDate: fc.constantFrom('1980-05-17', '2001-02-03'),
		})
		.map((given): Patient => ({ id: `90${index}`, firstName, lastName: 'Sample', ...given }));
	const known = maybe(
		fc.record({
			email: fc.constantFrom(...EMAILS, own, own),
			birthDate: fc.constantFrom('', '1980-05-17', '2001-02-03'),
			carriesTheId: fc.boolean(),
			pipelines: fc.subarray(PIPELINES),
		}),
	);
	return fc.tuple(patient, known).map(([is, was]) => ({
		patient: is,
		contact: was && {
			firstName,
			lastName: 'Sample',
			email: was.email,
			birthDate: was.birthDate,
			modMedPatientId: was.carriesTheId ? is.id : '',
			pipelines: was.pipelines,
		},
	}));
}

export const history: fc.Arbitrary<History> = fc
	.record({ people, happenings: fc.array(happening, { minLength: 3, maxLength: 30 }) })
	.map(({ people: all, happenings }) => ({
		patients: all.map(({ patient }) => patient),
		known: all.map(({ contact }) => contact).filter((one) => one !== undefined),
		happenings,
	}));
