import { findByLabel, sameLabel } from '../text/label';

/** A custom field of the location's contacts. */
export interface CrmField {
	id: string;
	name: string;
	/** Such as `contact.next_visit_date`. */
	fieldKey: string;
	/** Such as `DATE`, `TEXT` or, as the CRM spells it, `MONETORY`. */
	dataType: string;
}

/**
 * The field of that name, ID or key, where there is one.
 * @example findField([], 'next visit date') // undefined
 */
export function findField(fields: readonly CrmField[], name: string): CrmField | undefined {
	const hasKey = ({ fieldKey }: CrmField) =>
		sameLabel(fieldKey, name) || sameLabel(fieldKey, `contact.${name}`);
	return findByLabel(fields, name) ?? fields.find(hasKey);
}
