import type { NamedAppointment } from '../../../domain/appointment/appointment';
import { appointmentKey } from '../../../domain/appointment/appointment';
import { planSync } from '../../../domain/sync/syncPlan';
import { clock } from '../../domain/people';
import type { Crm } from './crm';
import type { Practice } from './practice';

/** How many writes are done before the run breaks off; without it, all of them. */
export type BreakAfter = number | undefined;

/** Carries changes from the practice to the CRM, and may be broken off between any two writes. */
export class Sync {
	/** The state of each appointment that has been delivered to the end. */
	private readonly done = new Map<string, string>();

	/** Appointments whose delivery has begun: the CRM may know something of it. */
	private readonly begun = new Set<string>();

	/** States that were planned, whether or not any of their writes came about. */
	readonly planned = new Set<string>();

	constructor(
		private readonly practice: Practice,
		private readonly crm: Crm,
	) {}

	/** What has not been delivered in its present state, oldest change first. */
	waiting(): NamedAppointment[] {
		return [...this.practice.appointments.values()]
			.filter((one) => this.done.get(one.id) !== appointmentKey(one))
			.sort((a, b) => (a.lastUpdated + a.id < b.lastUpdated + b.id ? -1 : 1));
	}

	/**
	 * One run with these events. `meanwhile` happens in ModMed after it was read and before
	 * anything is written.
	 */
	deliver(events: readonly NamedAppointment[], breakAfter: BreakAfter, meanwhile?: () => void) {
		const runs = events.map((event) => ({ event, writes: this.writesFor(event) }));
		meanwhile?.();
		let left = breakAfter ?? Infinity;
		for (const { event, writes } of runs) {
			for (const write of writes ?? []) {
				if (left <= 0) return;
				write();
				left -= 1;
			}
			if (writes) this.done.set(event.id, appointmentKey(event));
		}
	}

	/** Two runs come with the same event, and their writes fall between each other. */
	deliverTwice(event: NamedAppointment, breakAfter: BreakAfter): void {
		const [one, other] = [this.writesFor(event), this.writesFor(event, true)];
		const both = (one ?? []).flatMap((write, index) => [write, other?.[index] ?? (() => {})]);
		both.slice(0, breakAfter).forEach((write) => write());
		if (one && breakAfter === undefined) this.done.set(event.id, appointmentKey(event));
	}

	/** Undefined where the event waits: its type is not mapped, or nobody knows whose contact it is. */
	private writesFor(event: NamedAppointment, lookFirst = false): Array<() => void> | undefined {
		const { patients, rules } = this.practice;
		const patient = patients.find(({ id }) => id === event.patientId);
		const plan = planSync(event, this.practice.of(event.patientId), rules, clock);
		const contact = patient && !('unmapped' in plan) && this.crm.contactOf(patient);
		if (!contact || 'unmapped' in plan) return undefined;

		const key = appointmentKey(event);
		const mayBeKnown = lookFirst || this.begun.has(event.id);
		this.begun.add(event.id);
		this.planned.add(key);
		return this.crm.writesOf(contact, plan, key, mayBeKnown);
	}
}
