import type { Fault, FaultAction } from '../../sandbox';
import type { Patient } from './patient';

type Answer = Extract<FaultAction, { kind: 'status' }>;

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const PLEASE_WAIT = { statusCode: 429, message: 'Too Many Requests' };

/** Nothing has been done when these answer. */
export const UNDONE: Record<string, FaultAction> = {
	'500': { kind: 'status', status: 500, body: { message: 'Internal server error' } },
	'502 with HTML': { kind: 'status', status: 502, body: HTML },
	'503 without a body': { kind: 'status', status: 503 },
	'429 with its headers': {
		kind: 'status',
		status: 429,
		body: PLEASE_WAIT,
		headers: {
			'x-ratelimit-max': '100',
			'x-ratelimit-remaining': '0',
			'x-ratelimit-interval-milliseconds': '300',
			'x-ratelimit-daily-remaining': '1000',
		},
	},
	'429 without its headers': { kind: 'status', status: 429, body: 'Too Many Requests' },
	'a closed connection': { kind: 'refuse' },
};

/** The work has been done, and the answer does not say so. */
export const DONE: Record<string, FaultAction> = {
	'no answer': { kind: 'loseAnswer' },
	'an answer cut off in the middle': { kind: 'cut' },
	'200 with half a JSON': { kind: 'malformedJson' },
	'502 after the work': { kind: 'status', status: 502, body: HTML, afterHandling: true },
};

/** Seen with new contacts only. */
export const REFUSED_AND_DONE: Answer = {
	kind: 'status',
	status: 422,
	body: { statusCode: 422, message: ['email must be an email'], error: 'Unprocessable Entity' },
	afterHandling: true,
};

type Request = Pick<Fault, 'method' | 'path'>;

/** What the sync writes about a patient, each by the request that does it. */
export const WRITES: Record<string, (patient: Patient) => Request> = {
	note: ({ contactId }) => ({ method: 'POST', path: `/contacts/${contactId}/notes` }),
	fields: ({ contactId }) => ({ method: 'PUT', path: `/contacts/${contactId}` }),
	'tag on': ({ contactId }) => ({ method: 'POST', path: `/contacts/${contactId}/tags` }),
	'tag off': ({ contactId }) => ({ method: 'DELETE', path: `/contacts/${contactId}/tags` }),
	stage: ({ opportunityId }) => ({ method: 'PUT', path: `/opportunities/${opportunityId}` }),
};

/** What the sync reads on the way. */
export const READS: Record<string, (patient: Patient) => Request> = {
	'search by ID': () => ({ method: 'POST', path: '/contacts/search' }),
	'look-up by email': () => ({ method: 'GET', path: '/contacts/search/duplicate*' }),
	opportunities: () => ({ method: 'GET', path: '/opportunities/search*' }),
};

export const NEW_CONTACT: Request = { method: 'POST', path: '/contacts/' };

/** The contact of every patient here before and after a booking. */
export const BEFORE = ['cancel/no-show'];
export const BOOKED = { stage: 'Booked', tags: ['appointment booked'] };
