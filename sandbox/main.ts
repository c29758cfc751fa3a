import { startSandbox } from './index';

/** Runs the sandbox by itself: `npx tsx sandbox/main.ts`. Ports come from the environment. */
async function main(): Promise<void> {
	const port = (name: string) => Number(process.env[name] ?? 0);
	const sandbox = await startSandbox({
		modMedPort: port('SANDBOX_MODMED_PORT'),
		crmPort: port('SANDBOX_CRM_PORT'),
		pagePort: port('SANDBOX_PAGE_PORT'),
		searchLagMs: port('SANDBOX_SEARCH_LAG_MS'),
		n8nUrl: process.env.SANDBOX_N8N_URL,
		seed: process.env.SANDBOX_SEED === 'empty' ? 'empty' : 'full',
	});
	const { modMed, crm, page } = sandbox;
	const lines = [
		['Page', page.url],
		['ModMed base URL', modMed.url],
		['ModMed API key', modMed.apiKey],
		['FHIR username', modMed.username],
		['FHIR password', modMed.password],
		['Token URL', modMed.tokenUrl],
		['Client ID', modMed.clientId],
		['Client secret', modMed.clientSecret],
		['CRM base URL', crm.url],
		['Private Integration Token', crm.token],
		['Location ID', crm.locationId],
	];
	for (const [label, value] of lines) process.stdout.write(`${(label ?? '').padEnd(28)}${value}\n`);
	const stop = () => {
		void sandbox.stop().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
