import type { Refusal } from './refusal';
import { isNotFound, neverReached, refusedProperties } from './refusal';

export interface Explanation {
	message: string;
	description: string;
}

/** What a request was about, for people. */
export interface Subject {
	/** Such as `the contact abc123`. Ids and names of settings only. */
	what: string;
	/** The permission it needs, as the CRM names it. */
	scope: string;
	/** What was sent. Of what the CRM objects to, only names that stand in it are told. */
	body?: unknown;
	qs?: unknown;
}

/** A refusal in plain words: what happened and what to do. */
export function explain(refusal: Refusal, subject: Subject): Explanation {
	const { message, description } = wordsFor(refusal, subject);
	const trace = refusal.traceId && ` (CRM trace ID ${refusal.traceId})`;
	return { message, description: `${description}${trace}` };
}

function wordsFor(refusal: Refusal, subject: Subject): Explanation {
	const { what, scope } = subject;
	const { status } = refusal;
	if (status === 0) return withoutAnswer(refusal, what);
	if (isNotFound(refusal)) {
		return {
			message: `The CRM does not know ${what}`,
			description: 'Check the ID. It may have been deleted or merged, or be of another location.',
		};
	}
	if (status === 401 || lacksScope(refusal)) return notAuthorized(refusal, what, scope);
	if (status === 403) {
		return {
			message: "The token does not open this 'Location ID'",
			description:
				"Check the 'Location ID' of the credential: it has to be the sub-account in which the private integration was made.",
		};
	}
	if (status === 429) return tooMany(refusal);
	if (status >= 300 && status < 400) {
		return {
			message: 'The CRM sent the request on to another address, where the token is not sent to',
			description: "Check the 'Base URL' of the credential.",
		};
	}
	if (status >= 500 || status === 408) {
		return {
			message: `The CRM could not answer for ${what} (HTTP ${status})`,
			description: 'Nothing has to be changed: try again in a few minutes.',
		};
	}
	return notAccepted(refusal, subject);
}

function withoutAnswer(refusal: Refusal, what: string): Explanation {
	// n8n replaces a message that holds a network code by its own words, so the code comes after it.
	const code = refusal.code && ` (${refusal.code})`;
	return neverReached(refusal)
		? {
				message: 'The CRM could not be reached',
				description: `Check the 'Base URL' of the credential and the network, then try again.${code}`,
			}
		: {
				message: `No complete answer came from the CRM for ${what}`,
				description: `Nothing has to be changed: try again in a few minutes.${code}`,
			};
}

/** The token is good, and a permission was left out when it was made. */
export function lacksScope({ status, messages }: Refusal): boolean {
	return [401, 403].includes(status) && messages.some((text) => /scope|IAM service/i.test(text));
}

function notAuthorized(refusal: Refusal, what: string, scope: string): Explanation {
	return lacksScope(refusal)
		? {
				message: `The token lacks the permission for ${what}`,
				description: `In the CRM open Settings > Private Integrations and add the scope '${scope}'.`,
			}
		: {
				message: 'The CRM did not accept the token',
				description:
					"Make a new token in the CRM under Settings > Private Integrations and enter it as the 'Private Integration Token' of the credential.",
			};
}

function tooMany({ isDailyLimit }: Refusal): Explanation {
	return isDailyLimit
		? {
				message: "The CRM's requests of today are used up",
				description: 'They are renewed every day. Look for a workflow that asks too often.',
			}
		: {
				message: 'The CRM asked to wait and then to wait again',
				description:
					'Something else uses the same private integration. Try again in a few minutes.',
			};
}

function notAccepted(refusal: Refusal, { what, body, qs }: Subject): Explanation {
	const properties = refusedProperties(refusal, [body, qs]);
	if (refusal.duplicateOf) {
		return {
			message: `The CRM already has the contact ${refusal.duplicateOf} with this email or phone`,
			description: 'The location does not allow two contacts with the same email or phone.',
		};
	}
	const named = properties.map((property) => `'${property}'`).join(', ');
	return {
		message: `The CRM did not accept ${named ? `${named} of ${what}` : what} (HTTP ${refusal.status})`,
		description: named
			? 'Correct it where it comes from, in ModMed or on the contact.'
			: 'It does not say what it is about. Look at what was to be written, in ModMed and in the workflow.',
	};
}
