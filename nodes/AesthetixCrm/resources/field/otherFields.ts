import { isEmpty } from '../../../../domain/crm/verifyFieldWrite';
import { formatFieldValue } from '../../../../domain/crm/fieldValue';
import type { CrmContact } from '../contact/contact';
import type { CrmClient } from '../../transport/crmClient';
import type { CrmField } from '../../../../domain/crm/crmField';
import { readFields } from './customFields';
import type { FieldChange } from './fieldChange';

export interface OtherFields {
	writable: FieldChange[];
	/** Fields that only people can fill, such as a signature. */
	unwritable: CrmField[];
}

/** The fields of a contact that an update does not name, as they would have to be written. */
export async function otherFields(
	crm: CrmClient,
	{ values }: CrmContact,
	changes: readonly FieldChange[],
): Promise<OtherFields> {
	const others: OtherFields = { writable: [], unwritable: [] };
	for (const field of await readFields(crm)) {
		const value = values.get(field.id);
		if (isEmpty(value) || changes.some((change) => change.field.id === field.id)) continue;
		const formatted = formatFieldValue(field.dataType, value, 'utc');
		if ('value' in formatted) others.writable.push({ field, value: formatted.value });
		else others.unwritable.push(field);
	}
	return others;
}
