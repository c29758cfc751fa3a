import { ConnectionError } from '../../shared/http/connectionError';

/** The error as one that may be shown: what is not of our making is not repeated. */
export function asConnectionError(error: unknown): ConnectionError {
	if (error instanceof ConnectionError) return error;
	return new ConnectionError(
		'The ModMed credential could not be used',
		'Open the ModMed credential, fill in every field and test it.',
	);
}
