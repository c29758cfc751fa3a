import type { Sandbox } from '../../../../sandbox';
import type { CrmCredential } from './runCrm';

/** Each sandbox has a port of its own, and so a location that no other test has asked about. */
export function credentialOf(sandbox: Sandbox): CrmCredential {
	return {
		privateIntegrationToken: sandbox.crm.token,
		locationId: sandbox.crm.locationId,
		baseUrl: sandbox.crm.url,
	};
}

/** What the CRM was asked while `work` ran, as `GET /contacts/abc`. */
export async function callsDuring(sandbox: Sandbox, work: () => Promise<unknown>) {
	const before = sandbox.journal.entries({ service: 'crm' }).at(-1)?.id ?? 0;
	await work();
	return sandbox.journal
		.entries({ service: 'crm', after: before })
		.map(({ method, path }) => `${method} ${path}`);
}
