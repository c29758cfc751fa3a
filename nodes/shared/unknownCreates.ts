import { processCache } from './processMemory';

const MAX_KEPT = 20_000;
/** Longer than anybody would wait for a service to carry out what it has been sent. */
const KEPT_MS = 60 * 60 * 1000;

/** Creates whose outcome the service did not say, by what they were to create. */
const unknown = processCache<UnknownCreate>({ max: MAX_KEPT, ttlMs: KEPT_MS });

/** A create that the service may still carry out, or may have carried out unseen. */
export interface UnknownCreate {
	/** Unix time in milliseconds at which it was sent, or may have been sent last. */
	sentAt: number;
	/** How the service answered, where this process has sent it. */
	answer?: object;
}

/** How a create is kept from being carried out twice. */
export interface CreateGuard {
	/** What is to be created and where: two creates of one key would make twins. */
	key: string;
	/** How long a create of unknown outcome is looked for before it is sent once more. */
	waitMs: number;
	/** Unix time in milliseconds until which another process may have sent it; 0 for never. */
	lastAttemptAt: number;
}

/** The create that is still waited for, if there is one: until then it is only looked for. */
export function awaitedCreate({
	key,
	waitMs,
	lastAttemptAt,
}: CreateGuard): UnknownCreate | undefined {
	if (lastAttemptAt > 0 && !unknown.has(key)) unknown.set(key, { sentAt: lastAttemptAt });
	const create = unknown.get(key);
	return create && Date.now() - create.sentAt < waitMs ? create : undefined;
}

/** Whether a create of this key may have been sent before: what it created is to be looked for. */
export function mayBeCreated({ key, lastAttemptAt }: CreateGuard): boolean {
	return lastAttemptAt > 0 || unknown.has(key);
}

export function rememberUnknown({ key }: CreateGuard, answer: object): void {
	unknown.set(key, { sentAt: Date.now(), answer });
}

export function forgetUnknown({ key }: CreateGuard): void {
	unknown.delete(key);
}
