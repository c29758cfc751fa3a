import type { FieldEncoding } from '../../../domain/crm/fieldValue';

/** What this process has learnt of how a location takes custom fields: nobody has documented it. */
export class FieldHabits {
	/** How days and nothing are written, once it is known. */
	encoding?: FieldEncoding;

	/** An update empties the fields it does not name. */
	updateReplacesAllFields = false;

	/** The answer to an update tells the contact as it is. */
	answersInFull = true;

	/** Kinds of values that were seen on a contact after they had been written. */
	readonly proven = new Set<string>();
}
