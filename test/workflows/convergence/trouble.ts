import type { FaultAction, Sandbox } from '../../../sandbox';
import type { Random } from '../../support/random';

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';

/** What may go wrong with a call, whichever service it is for. */
const FAULTS: FaultAction[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502, body: HTML, headers: { 'content-type': 'text/html' } },
	{ kind: 'status', status: 503 },
	{ kind: 'status', status: 429 },
	// As short as all waits here.
	{ kind: 'status', status: 429, headers: { 'retry-after': '0.02' } },
	{ kind: 'status', status: 422, body: { message: ['something must be something else'] } },
	{ kind: 'status', status: 500, afterHandling: true },
	{ kind: 'status', status: 504, afterHandling: true },
	{ kind: 'cut' },
	{ kind: 'loseAnswer' },
	{ kind: 'refuse' },
	{ kind: 'malformedJson' },
	{ kind: 'delay', ms: 20 },
];

/** One or more calls from now on go wrong. Answers in words what was arranged. */
export function arrangeFault({ faults }: Sandbox, random: Random): string {
	const service = random.pick(['crm', 'crm', 'modmed'] as const);
	const action = random.pick(FAULTS);
	const skip = random.below(service === 'crm' ? 24 : 10);
	const times = random.pick([1, 1, 2, 5]);
	// A refused login is not tried again for half a minute, which a day of seconds has not got.
	const isRefusal = action.kind === 'status' && action.status === 422;
	const path = service === 'modmed' && isRefusal ? '*/fhir/*' : '*';
	faults.add({ service, path, skip, times, action });
	const what = 'status' in action ? `${action.kind} ${action.status}` : action.kind;
	const after = 'afterHandling' in action ? ' after handling' : '';
	return `fault: ${service}, ${what}${after}, ${times} times after ${skip} calls`;
}

/** Something happens at one of the next calls, before it is answered. */
export function atSomeCall(sandbox: Sandbox, random: Random, run: () => void): void {
	const service = random.pick(['crm', 'crm', 'modmed'] as const);
	const skip = random.below(service === 'crm' ? 24 : 8);
	sandbox.faults.add({ service, skip, action: { kind: 'run', run } });
}
