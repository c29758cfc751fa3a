import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../sandbox';
import { practiceSheet } from './demo/sheet';
import { N8nHost } from './n8n/N8nHost';
import { freePort } from './n8n/ports';
import { importTemplates, publishTemplates, type Template } from './templates';

/** The secret that the simulated CRM's workflows send with each webhook call. */
export const WEBHOOK_SECRET = 'sandbox-webhook-secret-1';

const PACK = join(__dirname, '..');

export interface TestbedOptions {
	/** Preferred ports; any free ones if these are taken or not given. */
	ports?: { n8n: number; page: number };
	/** A folder with `dist`, or a tarball; by default this checkout. */
	pack?: string;
	seed?: 'full' | 'empty';
	everyTenSeconds?: boolean;
	/** Publishes only these templates (`['01']`); by default all that a practice runs. */
	publish?: string[];
	env?: Record<string, string>;
	/** Runs before n8n starts, for anything else it should have. */
	prepare?: (n8n: N8nHost, sandbox: Sandbox) => Promise<void>;
	log?: (line: string) => void;
}

/** A practice, a CRM location, and an n8n that keeps them in step. */
export interface Testbed {
	sandbox: Sandbox;
	n8n: N8nHost;
	templates: Template[];
	stop(): Promise<void>;
}

export async function startTestbed(options: TestbedOptions = {}): Promise<Testbed> {
	const log = options.log ?? (() => {});
	const n8n = await N8nHost.create({ port: options.ports?.n8n, env: options.env });
	let sandbox: Sandbox | undefined;
	const stop = async () => {
		await n8n.dispose();
		await sandbox?.stop();
	};
	try {
		log('Starting the simulated practice and CRM …');
		const pagePort = await freePort(options.ports?.page);
		sandbox = await startSandbox({ pagePort, seed: options.seed, n8nUrl: n8n.url });
		log('Importing the pack, its credentials and the templates into n8n …');
		await n8n.installPack(options.pack ?? PACK);
		await n8n.importCredentials(credentialsFor(sandbox));
		const changes = { sheet: practiceSheet(), everyTenSeconds: options.everyTenSeconds };
		const templates = await importTemplates(n8n, changes);
		await options.prepare?.(n8n, sandbox);
		log('Starting n8n …');
		await n8n.start();
		await n8n.setUpOwner();
		const { publish } = options;
		const isWanted = publish && ((file: string) => publish.includes(file.slice(0, 2)));
		await publishTemplates(n8n, templates, isWanted);
		return { sandbox, n8n, templates, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

export function credentialsFor({ modMed, crm }: Sandbox) {
	return [
		{
			id: 'modmedCredential',
			name: 'ModMed',
			type: 'modMedFhirApi',
			data: {
				environment: 'custom',
				firmPrefix: modMed.practice,
				baseUrl: modMed.url,
				apiKey: modMed.apiKey,
				authentication: 'password',
				username: modMed.username,
				password: modMed.password,
				clientId: modMed.clientId,
				clientSecret: modMed.clientSecret,
				tokenUrl: modMed.tokenUrl,
			},
		},
		{
			id: 'aesthetixCrmCred',
			name: 'Aesthetix CRM',
			type: 'aesthetixCrmApi',
			data: {
				privateIntegrationToken: crm.token,
				locationId: crm.locationId,
				webhookSecret: WEBHOOK_SECRET,
				baseUrl: crm.url,
			},
		},
	];
}
