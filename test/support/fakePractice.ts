import nock from 'nock';

import { bundle, FHIR } from './practice';

type Resource = Record<string, unknown>;

/** A practice whose searches for appointments answer with what is set here. */
export class FakePractice {
	appointments: Resource[] = [];

	pageSize = 50;

	/** Where set, the answer to everything. */
	status = 200;

	/** What its clock says, where it tells its time with each answer. */
	now?: () => Date;

	readonly asked: string[] = [];

	constructor() {
		nock(FHIR)
			.persist()
			.get('/Appointment')
			.query(true)
			.reply((uri) => [...this.answer(uri), this.now && { date: this.now().toUTCString() }]);
	}

	change(id: string, changes: Resource, lastUpdated: string): void {
		this.appointments = this.appointments.map((appointment) =>
			appointment.id === id ? { ...appointment, ...changes, meta: { lastUpdated } } : appointment,
		);
	}

	private answer(uri: string): [number, Resource] {
		this.asked.push(uri);
		if (this.status !== 200) return [this.status, { resourceType: 'OperationOutcome' }];
		const { searchParams } = new URL(uri, FHIR);
		const [, prefix, day = ''] =
			/^(ge|eq)(\d{4}-\d{2}-\d{2})$/.exec(searchParams.get('_lastUpdated') ?? '') ?? [];
		const found = this.appointments.filter(({ meta }) => {
			const changed = String((meta as Resource | undefined)?.lastUpdated ?? day).slice(0, 10);
			return prefix === 'eq' ? changed === day : changed >= day;
		});
		const page = Number(searchParams.get('page') ?? 1);
		const resources = found.slice((page - 1) * this.pageSize, page * this.pageSize);
		const next = `${FHIR}/Appointment?_lastUpdated=${prefix}${day}&page=${page + 1}`;
		return [200, bundle(resources, resources.length > 0 ? next : undefined)];
	}
}
