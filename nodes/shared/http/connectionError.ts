import { UserError } from 'n8n-workflow';

/**
 * Why no connection to a service came about, in words for whoever set it up. It carries no secret
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
