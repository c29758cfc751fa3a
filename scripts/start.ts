import { playDay } from './demo/playDay';
import { OWNER } from './n8n/N8nHost';
import { startTestbed, type Testbed } from './testbed';

const PORTS = { n8n: 5678, page: 8180 };

const log = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
	const once = process.argv.includes('--once');
	// Until everything is up, Ctrl-C just exits; child processes exit with us.
	process.once('SIGINT', leaveAtOnce).once('SIGTERM', leaveAtOnce);
	const testbed = await startTestbed({ ports: PORTS, everyTenSeconds: true, log });
	const left = untilToldToStop();
	try {
		if (once) await Promise.race([playDay(testbed, log), left.then(interrupted)]);
		else {
			log(whereToLook(testbed));
			await left;
			log('\nStopping …');
		}
	} finally {
		await testbed.stop();
	}
}

function whereToLook({ n8n, sandbox }: Testbed): string {
	return `
Everything is running.

  Practice and CRM   ${sandbox.page.url}
                     Book, confirm and cancel on the left; watch contacts and boards on the right.

  n8n                ${n8n.url}
                     Email ${OWNER.email}, password ${OWNER.password}
                     The templates are imported and published. Here they poll every ten seconds.

Press Ctrl-C to stop. No data is kept.`;
}

function untilToldToStop(): Promise<void> {
	process.off('SIGINT', leaveAtOnce).off('SIGTERM', leaveAtOnce);
	return new Promise((resolve) => {
		const stop = () => resolve();
		process.once('SIGINT', stop).once('SIGTERM', stop);
	});
}

function leaveAtOnce(): void {
	process.exit(130);
}

function interrupted(): never {
	throw new Error('Interrupted.');
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
