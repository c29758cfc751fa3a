import { hashOf } from '../../../domain/changes/contactWatch';
import { plainLabel } from '../../../domain/text/label';

/** What every key of an event of this contact begins with. */
export function keyStart(contactId: string): string {
	return `Contact/${contactId}#`;
}

/** The part of a key behind the contact: a tag can be put on any number of times. */
export function tagKeyPart(tag: string, firstSeen: number): string {
	return `tag:${tagPrint(tag)}.${firstSeen.toString(36)}`;
}

/** A tag without saying which. */
export function tagPrint(tag: string): string {
	return hashOf('tag', plainLabel(tag));
}
