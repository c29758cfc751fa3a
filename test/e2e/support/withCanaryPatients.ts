import { seed, type Fault } from '../../../sandbox';
import { waitUntil } from '../../../scripts/n8n/wait';
import type { Testbed } from '../../../scripts/testbed';
import type { ForeignServer } from '../../support/foreignServer';
import { ODD_TEXTS } from '../../support/hostileData';
import {
	CANARIES,
	canaryAppointment,
	canaryPatient,
	ECHOING_ERROR,
	ECHOING_OUTCOME,
} from './canaries';
import { ledgerRows } from './ledger';
import { NODES, TEMPLATES } from './templates';

const TAG = 'ModMed Create';
const POLLS_MS = 150_000;

/** Everything that happens to patients of whom nothing may be found in n8n afterwards. */
export function withCanaryPatients(testbed: () => Testbed, foreign: ForeignServer) {
	const sandbox = () => testbed().sandbox;
	const until = async (check: () => boolean | Promise<boolean>, what: string) =>
		await waitUntil(check, {
			for: what,
			within: POLLS_MS,
			every: 500,
			otherwise: () => `${JSON.stringify(sandbox().faults.active())}\n${testbed().n8n.logTail()}`,
		});
	const add = (letter: string) => sandbox().practice.addPatient(canaryPatient(letter)).id;
	const contactOf = (letter: string) =>
		sandbox()
			.location.contacts()
			.find(({ email }) => email === canaryPatient(letter).email);
	const notesOf = (letter: string) =>
		sandbox()
			.location.notes(contactOf(letter)?.id ?? '')
			.map(({ body }) => body);
	const waiting = async () =>
		(await ledgerRows(testbed().n8n)).filter(({ outcome }) => outcome !== 'synced');
	const waits = async (resource: string) =>
		(await waiting()).some((row) => row.resource === resource);

	/** Adds faults and waits until each has happened. */
	async function untilHappened(faults: Fault[]): Promise<void> {
		faults.forEach((fault) => sandbox().faults.add(fault));
		const haveHappened = () =>
			sandbox()
				.faults.active()
				.every(({ hits }) => hits > 0);
		await until(haveHappened, 'every fault to happen');
	}

	const always = (
		service: Fault['service'],
		method: string,
		path: string,
		action: Fault['action'],
	) => ({ service, method, path, times: 0, action }) satisfies Fault;
	const echoes = (status: number, body: object = ECHOING_ERROR) =>
		({ kind: 'status', status, body: body as never }) as const;
	const redirects = (status: number) =>
		({ kind: 'status', status, headers: { location: `http://${foreign.host}/taken` } }) as const;

	/** A patient and a contact go through every template without an error. Returns the patients' IDs. */
	async function playSuccesses(): Promise<Record<string, string>> {
		const { practice, location } = sandbox();
		const patients = Object.fromEntries([...'AHIJKLMNOPQ'].map((letter) => [letter, add(letter)]));
		const { A: id = '' } = patients;
		const visit = practice.book(canaryAppointment(id)).id;
		const { birthDate: dateOfBirth, ...newcomer } = canaryPatient('B');
		const contact = location.addContact({ ...newcomer, dateOfBirth }).id;
		location.addTags(contact, TAG);
		await until(
			() => notesOf('A').some((note) => note.includes(CANARIES.description)),
			'the visit',
		);
		practice.setStatus(visit, 'fulfilled');
		practice.addCharge({ patientId: id, amount: 12.5, description: CANARIES.charge });
		await until(() => notesOf('A').some((note) => note.includes(CANARIES.charge)), 'the charge');
		await until(() => contactOf('A')?.dateOfBirth !== undefined, 'the birthday to be copied');
		await until(() => contactOf('B')?.tags.length === 0, 'the patient to be created');
		await until(() => [...'HIJKLMNOPQ'].every((one) => notesOf(one).length > 0), 'all contacts');
		return patients;
	}

	/** Every request fails in some way. Returns an appointment that cannot be synced. */
	async function playFailures(patients: Record<string, string>): Promise<string> {
		const { practice, location, faults, clock } = sandbox();
		const book = (letter: string, changes = {}) =>
			practice.book(canaryAppointment(patients[letter] ?? '', changes)).id;
		const notes = (letter: string) => `/contacts/${contactOf(letter)?.id}/notes`;
		const { birthDate: dateOfBirth, ...refused } = canaryPatient('E');
		const tagged = location.addContact({ ...refused, dateOfBirth }).id;
		location.addContact({
			...canaryPatient('F'),
			firstName: `${CANARIES.firstName}x`,
			lastName: 'Other',
		});

		const started = [
			always('crm', 'POST', notes('H'), echoes(422)),
			always('crm', 'POST', notes('I'), echoes(500)),
			always('crm', 'PUT', `/contacts/${contactOf('J')?.id}`, echoes(400)),
			always('crm', 'GET', `/opportunities/search?*${contactOf('K')?.id}*`, echoes(422)),
			always('crm', 'POST', notes('L'), { kind: 'loseAnswer' }),
			always('crm', 'POST', notes('M'), { kind: 'malformedJson' }),
			always('crm', 'POST', notes('N'), redirects(307)),
			always('crm', 'POST', '/contacts/', echoes(422)),
			always('modmed', 'GET', `*/Patient/${patients.O}`, echoes(400, ECHOING_OUTCOME)),
			always('modmed', 'GET', `*/Patient/${patients.Q}`, redirects(302)),
			always('modmed', 'POST', '*/Patient', echoes(400, ECHOING_OUTCOME)),
		];
		const waitingOnes = [...'HJKOQ'].map((letter) => book(letter));
		[...'ILMN'].forEach((letter) => book(letter));
		const ofP = book('P');
		started.push(always('modmed', 'GET', `*/Appointment/${ofP}`, echoes(422, ECHOING_OUTCOME)));
		location.addTags(tagged, TAG);
		// Changed two hours ago: the catch-up leaves the last half hour to the sync.
		clock.advance(-2 * 3_600_000);
		const unmapped = book('A', { typeCode: seed.TYPES.unmapped.code });
		const doubtful = practice.book(canaryAppointment(add('F'))).id;
		clock.reset();
		const refusedOne = `Patient/${add('D')}`;
		await untilHappened(started);
		const resources = [...waitingOnes, ofP, unmapped, doubtful].map((id) => `Appointment/${id}`);
		for (const resource of [...resources, refusedOne]) {
			await until(async () => await waits(resource), `${resource} to wait`);
		}
		await until(() => notesOf('E').length > 0, 'the refused patient');
		faults.clear();
		return unmapped;
	}

	/** ModMed refuses the token and the login, and then answers with broken JSON. */
	async function playRefusedLogins(): Promise<void> {
		const { modMed, faults } = sandbox();
		const lostToken = always('modmed', 'GET', '*', { kind: 'status', status: 401 });
		const body = { error: 'invalid_grant', error_description: modMed.password };
		await untilHappened([lostToken, always('modmed', 'POST', '*/grant', redirects(307))]);
		faults.clear();
		await untilHappened([
			lostToken,
			always('modmed', 'POST', '*/grant', { kind: 'status', status: 401, body }),
		]);
		faults.clear();
		await untilHappened([always('modmed', 'GET', '*/Appointment*', { kind: 'malformedJson' })]);
		faults.clear();
	}

	/** A patient whose name and descriptions are more than text elsewhere. Returns the number of visits. */
	async function playHostileTexts(): Promise<number> {
		const { practice } = sandbox();
		const all = ODD_TEXTS.filter((text) => text.trim() !== '').map((text) => text.slice(0, 60));
		const texts = ['{{contact.email}} <img src=x>', ...all.slice(0, 15), 'y'.repeat(10_000)];
		const { birthDate, gender, phone } = canaryPatient('G');
		const hostile = {
			...{ birthDate, gender, phone, email: canaryPatient('G').email },
			firstName: `${CANARIES.firstName} ={{ $env.PATH }} \u202e<b>`,
			lastName: `${CANARIES.lastName} {{contact.email}}\nRef: Patient/1#000000000000`,
		};
		const { id } = practice.addPatient(hostile);
		const visits = texts.map(
			(text) => practice.book(canaryAppointment(id, { description: `V ${text}` })).id,
		);
		await until(
			() =>
				notesOf('G').filter((note) => note.includes('ModMed appointment')).length === visits.length,
			'all hostile visits',
		);
		await until(() => notesOf('G').some((note) => note.includes('ModMed patient')), 'the patient');
		return visits.length;
	}

	async function runEverythingByHand(): Promise<void> {
		const { n8n } = testbed();
		for (const [id, trigger] of [
			[TEMPLATES.setUp, NODES.runSetUpByHand],
			[TEMPLATES.catchUp, NODES.runByHand],
			[TEMPLATES.reportFailures, NODES.runByHand],
			[TEMPLATES.verifyLocks, NODES.runByHand],
		] as const) {
			await n8n.api.runByHand(id, trigger);
		}
	}

	return {
		contactOf,
		notesOf,
		playFailures,
		playHostileTexts,
		playRefusedLogins,
		playSuccesses,
		runEverythingByHand,
		until,
		waiting,
	};
}
