import type { Refusal } from './refusal';
import {
	isNotFound,
	isTooLarge,
	lacksScope,
	neverReached,
	NOT_SENT,
	refusedProperties,
} from './refusal';

export interface Explanation {
	message: string;
	description: string;
}

/** What a request is about, in words for people. */
export interface Subject {
	/** Such as `the contact abc123`: IDs and names of settings, nothing about a patient. */
	what: string;
	/** The scope that the request needs, as the CRM names it. */
	scope: string;
	/** What was sent. Of what the CRM refuses, only property names that occur in it are shown. */
	body?: unknown;
	qs?: unknown;
}

/** What happened and what to do about it, in plain words. */
export function explainRefusal(refusal: Refusal, subject: Subject): Explanation {
	const { message, description } = explain(refusal, subject);
	const trace = refusal.traceId && ` (CRM trace ID ${refusal.traceId})`;
	return { message, description: `${description}${trace}` };
}

function explain(refusal: Refusal, subject: Subject): Explanation {
	const { what } = subject;
	const { status } = refusal;
	if (status === 0) return explainNoAnswer(refusal, what);
	if (isNotFound(refusal)) {
		return {
			message: `The CRM could not find ${what}`,
			description:
				'Check the ID. It may have been deleted or merged, or belong to another location.',
		};
	}
	if (status === 401 || status === 403) return explainNotAuthorized(refusal, subject);
	if (status === 429) return explainRateLimit(refusal);
	if (status >= 300 && status < 400) {
		return {
			message: 'The CRM redirected the request to another address, and the token is not sent there',
			description: "Check the 'Base URL' of the credential.",
		};
	}
	if (status >= 500 || status === 408) {
		return {
			message: `The CRM could not process the request for ${what} (HTTP ${status})`,
			description: 'Try again in a few minutes. Nothing has to be changed.',
		};
	}
	return explainNotAccepted(refusal, subject);
}

function explainNoAnswer(refusal: Refusal, what: string): Explanation {
	// n8n replaces a message that holds a network code by its own words, so the code comes after it.
	const code = refusal.code && ` (${refusal.code})`;
	if (refusal.code === NOT_SENT) {
		return {
			message: `The CRM was not asked for ${what}: no time was left`,
			description: 'The next run asks again. Nothing has to be changed.',
		};
	}
	if (isTooLarge(refusal)) {
		return {
			message: `The CRM's answer for ${what} is larger than 10 MB and was not read`,
			description: "Try again later. If this recurs, check the 'Base URL' of the credential.",
		};
	}
	return neverReached(refusal)
		? {
				message: 'The CRM could not be reached',
				description: `Check the 'Base URL' of the credential and the network, then try again.${code}`,
			}
		: {
				message: `The CRM sent no complete answer for ${what}`,
				description: `Try again in a few minutes. Nothing has to be changed.${code}`,
			};
}

function explainNotAuthorized(refusal: Refusal, { what, scope }: Subject): Explanation {
	if (lacksScope(refusal)) {
		return {
			message: `The token lacks the permission for ${what}`,
			description: `In the CRM open Settings > Private Integrations and add the scope '${scope}'.`,
		};
	}
	return refusal.status === 401
		? {
				message: 'The CRM did not accept the token',
				description:
					"Create a new token in the CRM under Settings > Private Integrations and enter it as the 'Private Integration Token' of the credential.",
			}
		: {
				message: "The token has no access to this 'Location ID'",
				description:
					"Check the 'Location ID' of the credential: it has to be the sub-account in which the private integration was created.",
			};
}

function explainRateLimit({ isDailyLimit }: Refusal): Explanation {
	return isDailyLimit
		? {
				message: "The CRM's daily request limit is used up",
				description:
					'The limit is reset every day. Look for a workflow that sends too many requests.',
			}
		: {
				message: "The CRM's rate limit was still exceeded after retrying",
				description:
					'Something else uses the same private integration. Try again in a few minutes.',
			};
}

function explainNotAccepted(refusal: Refusal, { what, body, qs }: Subject): Explanation {
	if (refusal.duplicateOf) {
		return {
			message: `The CRM already has the contact ${refusal.duplicateOf} with this email or phone`,
			description: 'The location does not allow two contacts with the same email or phone.',
		};
	}
	const properties = refusedProperties(refusal, [body, qs]);
	const named = properties.map((property) => `'${property}'`).join(', ');
	return {
		message: `The CRM did not accept ${named ? `${named} of ${what}` : what} (HTTP ${refusal.status})`,
		description: named
			? 'Correct it at its source, in ModMed or on the contact.'
			: 'The CRM does not say which value it refused. Check what was to be written, in ModMed and in the workflow.',
	};
}
