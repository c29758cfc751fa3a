import { isPrivate } from './privateAddress';
import { ConnectionError } from './connectionError';

/**
 * The address somebody has entered in a credential, where patients' data and secrets may be sent
 * to it.
 * @param label The field's name, such as `Base URL`.
 * @param credential Such as `the ModMed credential`.
 */
export function webAddress(value: unknown, label: string, credential: string): URL {
	const text = typeof value === 'string' ? value.trim() : '';
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') {
		throw new ConnectionError(
			`The '${label}' of ${credential} is not a web address`,
			`Enter a '${label}' that begins with https://.`,
		);
	}
	if (!isPrivate(url)) {
		throw new ConnectionError(
			`The '${label}' of ${credential} has to begin with https://`,
			"Over http://, patients' data and the login could be read on the way. It is accepted for this machine only (localhost, 127.0.0.1).",
		);
	}
	return url;
}
