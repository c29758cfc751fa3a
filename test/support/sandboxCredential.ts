import type { Sandbox } from '../../sandbox';

/** The credential with which the ModMed nodes reach a sandbox's practice. */
export function sandboxCredential({ modMed }: Sandbox) {
	const { url: baseUrl, apiKey, username, password } = modMed;
	const login = { authentication: 'password', username, password, accessToken: '' };
	return { environment: 'custom', baseUrl, apiKey, ...login };
}
