import type { NamedAppointment } from '../../../domain/appointment/appointment';

/**
 * What a contact has to look like at the end, written from the troubleshooting guide and the README
 * and from nothing of the rules under test. `undefined` leaves it open, see convergence.test.ts.
 */
export interface Expected {
	fields: Record<string, string>;
	/** The earliest and the latest that Last Visit Date may be. */
	lastVisit: [string, string];
	tags: Record<'Appointment Booked' | 'Patient' | 'Cancel/No-Show', boolean | undefined>;
	stages: Record<string, string | undefined>;
}

export const SURGICAL = 'Surgical Pipeline';
export const NON_SURGICAL = 'Non-Surgical Pipeline';

type Step = 'booked' | 'completed' | 'cancelled';
type Row = { pipeline: string } & Record<Step, string>;

/** What the guide's table says of an appointment type. */
export interface Kind {
	category: string;
	row?: Row;
}

const row = (pipeline: string, booked: string, completed: string): Row => ({
	pipeline,
	booked,
	completed,
	cancelled: 'Cancelled / No-Show',
});

/** The guide's stage table. */
export const GUIDE = {
	surgicalConsult: {
		category: 'Surgical Consult',
		row: row(SURGICAL, 'Consult Booked', 'Consult Complete'),
	},
	surgery: {
		category: 'Surgical Appointment',
		row: row(SURGICAL, 'Surgery Scheduled', 'Surgery Complete'),
	},
	nonSurgicalConsult: {
		category: 'Non-Surgical Consult',
		row: row(NON_SURGICAL, 'Booked', 'Patient'),
	},
	nonSurgical: {
		category: 'Non-Surgical Appointment',
		row: row(NON_SURGICAL, 'Booked', 'Patient'),
	},
	preOp: { category: 'Pre-Op' },
	postOp: { category: 'Post-Op' },
	block: { category: 'Block' },
} satisfies Record<string, Kind>;

/** Everything of one patient, and what the practice calls its types. */
export interface Told {
	patientId: string;
	/** As they are now, of types somebody has mapped. */
	appointments: readonly NamedAppointment[];
	/** Every state any of them has been in. */
	history: readonly NamedAppointment[];
	kinds: Readonly<Record<string, Kind>>;
	/** The practice's date. */
	today: string;
}

const STEPS: Record<string, { word: string; step?: Step; open?: true; confirmed?: true }> = {
	pending: { word: 'Pending', step: 'booked', open: true },
	booked: { word: 'Confirmed', step: 'booked', open: true, confirmed: true },
	arrived: { word: 'Arrived', open: true, confirmed: true },
	'checked-in': { word: 'Checked-In', open: true, confirmed: true },
	fulfilled: { word: 'Checked-Out', step: 'completed' },
	cancelled: { word: 'Cancelled', step: 'cancelled' },
	noshow: { word: 'No Show', step: 'cancelled' },
	waitlist: { word: 'waitlist' },
};

const NEW_YORK = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'America/New_York',
	dateStyle: 'short',
});
const dateOf = (moment: string) => NEW_YORK.format(new Date(moment));

type Visit = NamedAppointment & { kind: Kind; step?: Step; isToCome: boolean };

export function expectedOf({ patientId, appointments, history, kinds, today }: Told): Expected {
	const read = (one: NamedAppointment): Visit => {
		const { step, open } = STEPS[one.status] ?? {};
		const isToCome = open === true && dateOf(one.start) >= today;
		return { ...one, kind: kinds[one.typeName] ?? { category: '' }, step, isToCome };
	};
	const all = appointments.map(read);
	const visits = all.filter(({ kind }) => kind.category !== 'Block');
	const moving = all.filter(({ kind }) => kind.row !== undefined);
	const past = history.map(read);
	return {
		fields: fieldsOf(all, visits, patientId, today),
		lastVisit: [lastCompleted(visits), lastCompleted(past)],
		tags: tagsOf(moving, past),
		stages: Object.fromEntries(
			[SURGICAL, NON_SURGICAL].map((pipeline) => {
				const own = moving.filter(({ kind }) => kind.row?.pipeline === pipeline);
				return [pipeline, lastHasNoStep(own) ? undefined : stageOf(deciding(own))];
			}),
		),
	};
}

function fieldsOf(
	all: readonly Visit[],
	visits: readonly Visit[],
	patientId: string,
	today: string,
): Record<string, string> {
	const [last] = [...all].sort(lastFirst);
	const next = visits
		.filter(({ status }) => STEPS[status]?.confirmed)
		.map(({ start }) => dateOf(start))
		.filter((date) => date >= today)
		.sort()[0];
	return {
		'ModMed Patient ID': patientId,
		'Next Visit Date': next ?? '',
		'ModMed Appt Status': STEPS[last?.status ?? '']?.word ?? '',
		'ModMed Appt Type': last?.typeName ?? '',
		'ModMed Appt Description': last?.description ?? '',
		'ModMed Provider': last?.providerName ?? '',
		'ModMed Location': last?.locationName ?? '',
		'Appointment Category': last?.kind.category ?? '',
	};
}

function lastCompleted(states: readonly Visit[]): string {
	const completed = states.filter((one) => one.step === 'completed');
	return (
		completed
			.map(({ start }) => dateOf(start))
			.sort()
			.at(-1) ?? ''
	);
}

function tagsOf(moving: readonly Visit[], past: readonly Visit[]): Expected['tags'] {
	const expected = moving.filter(({ isToCome }) => isToCome);
	const decides = deciding(moving);
	const [last] = [...moving].sort(lastFirst);
	const isUnclear = decides && last && last.step !== 'cancelled' && last.step !== decides.step;
	const wasCompleted = past.some((one) => one.step === 'completed');
	const wasCancelled = past.some((one) => one.step === 'cancelled');
	return {
		'Appointment Booked':
			expected.length === 0 ? false : expected.some((one) => one.step === 'booked') || undefined,
		Patient: moving.some((one) => one.step === 'completed') || (wasCompleted && undefined),
		'Cancel/No-Show':
			expected.length > 0 || !wasCancelled
				? false
				: isUnclear || (decides && decides.step === 'booked')
					? undefined
					: decides && decides.step === 'cancelled',
	};
}

function stageOf(one: Visit | undefined): string | undefined {
	return one?.step && one.kind.row?.[one.step];
}

/** A status that stands in no row of the table moves nothing, and takes nothing back. */
function lastHasNoStep(all: readonly Visit[]): boolean {
	const [last] = [...all].sort(lastFirst);
	return last !== undefined && last.step === undefined;
}

/** Who decides, by elimination. */
function deciding(all: readonly Visit[]): Visit | undefined {
	const counting = all.filter((one) => one.step !== undefined || one.isToCome);
	const bookedAnyway = counting.some(({ isToCome }) => isToCome);
	const [last] = counting
		.filter((one) => one.step !== undefined)
		.filter((one) => !(one.step === 'cancelled' && bookedAnyway))
		.filter((one) => one.step === 'booked' || !counting.some((other) => replaces(other, one)))
		.sort(lastFirst);
	return last;
}

/** Made after another and for no earlier time: for a completed visit only from the next day on. */
function replaces(other: Visit, one: Visit): boolean {
	if (other.id === one.id || other.created <= one.created || other.start < one.start) return false;
	return one.step === 'cancelled' || dateOf(other.created) > dateOf(one.start);
}

function lastFirst(a: Visit, b: Visit): number {
	return a.lastUpdated + a.id > b.lastUpdated + b.id ? -1 : 1;
}
