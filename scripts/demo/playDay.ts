import { seed } from '../../sandbox';
import { waitUntil } from '../n8n/wait';
import type { Testbed } from '../testbed';
import { viewContact, differenceFrom, waitingReason } from './contactView';
import { Day, type Scene, type Step } from './day';
import { SCENES } from './scenes';
import { table } from './table';

const SYNC_MS = 240_000;
const NOTE_LENGTH = 400;
const LEDGER = 'ModMed sync ledger';

/** Plays a day at the practice. After each half, waits for the CRM to catch up and prints its state. */
export async function playDay(stage: Testbed, log: (line: string) => void): Promise<void> {
	const day = new Day(stage.sandbox.practice, stage.sandbox.clock.now());
	for (const scene of SCENES) {
		log(`\n${scene.title}; n8n polls every ten seconds …`);
		await playScene(stage, day, scene);
		log(`\n${await resultOf(stage, scene)}`);
	}
}

async function playScene(stage: Testbed, day: Day, scene: Scene): Promise<void> {
	const { sandbox } = stage;
	const before = scene.steps.map(({ patient }) => viewContact(sandbox, patient).notes.length);
	for (const step of scene.steps) step.play(day);
	const unfinished = async () => {
		const ledger = await stage.n8n.api.dataTable(LEDGER);
		return scene.steps.flatMap((step, index) => {
			const now = viewContact(sandbox, step.patient);
			const problem = differenceFrom(step, now, before[index] ?? 0, ledger);
			return problem ? [`  ${fullName(step)} ${step.event}: ${problem}.`] : [];
		});
	};
	await waitUntil(async () => (await unfinished()).length === 0, {
		for: 'the CRM to show this part of the day',
		within: SYNC_MS,
		every: 1_000,
		otherwise: async () =>
			[...(await unfinished()), ...(await ledgerLines(stage)), stage.n8n.logTail()].join('\n'),
	});
}

async function resultOf({ sandbox, n8n }: Testbed, scene: Scene): Promise<string> {
	const ledger = await n8n.api.dataTable(LEDGER);
	const rows = scene.steps.map((step) => {
		const { notes, tags, fields, stages } = viewContact(sandbox, step.patient);
		const shown = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
		const note = step.expected ? notes.at(-1) : waitingReason(ledger);
		return [
			fullName(step),
			step.event,
			step.expected?.category ?? '(not on the sheet)',
			(note ?? '').slice(0, NOTE_LENGTH),
			tags.join('\n'),
			shown.join('\n'),
			stages.join('\n'),
		];
	});
	return table(
		[
			['Patient', 16],
			['Event', 18],
			['Category', 16],
			['Note', 48],
			['Tags', 18],
			['Fields', 42],
			['Stage', 20],
		],
		rows,
	);
}

async function ledgerLines({ n8n }: Testbed): Promise<string[]> {
	const rows = await n8n.api.dataTable(LEDGER);
	const lines = rows.map(({ outcome, reason }) => `  ${String(outcome)}: ${String(reason)}`);
	return lines.length > 0 ? ['Rows of the ledger:', ...lines] : [];
}

function fullName({ patient }: Step): string {
	const { firstName, lastName } = seed.PATIENTS[patient];
	return `${firstName} ${lastName}`;
}
