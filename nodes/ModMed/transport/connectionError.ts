import { UserError } from 'n8n-workflow';

/**
 * Why no connection to ModMed came about, in words for whoever set it up. It carries no secret
 * and no status: n8n shows the message of such an error as it is.
 */
export class ConnectionError extends UserError {
	constructor(
		message: string,
		readonly description: string,
		/** Whether the same may well succeed in a few minutes. */
		readonly transient = false,
	) {
		super(message);
	}
}

/** The error as one that may be shown: what is not of our making is not repeated. */
export function asConnectionError(error: unknown): ConnectionError {
	if (error instanceof ConnectionError) return error;
	return new ConnectionError(
		'The ModMed credential could not be used',
		'Open the ModMed credential, fill in every field and test it.',
	);
}
