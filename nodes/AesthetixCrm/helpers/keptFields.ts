import { isEmpty } from '../../../domain/fieldLosses';
import { formatFieldValue } from '../../../domain/fieldValue';
import type { CrmContact } from '../transport/contact';
import type { CrmClient } from '../transport/crmClient';
import { readFields } from '../transport/customFields';
import { cannotBeKept } from './fieldDoubts';
import type { WantedField } from './wantedFields';

/**
 * All other fields of a contact as they would have to be written along, for a CRM that empties the
 * fields an update does not name. Throws where one of them cannot be written at all.
 */
export async function keptFields(
	crm: CrmClient,
	{ values }: CrmContact,
	changes: readonly WantedField[],
): Promise<WantedField[]> {
	const others = (await readFields(crm)).filter(
		({ id }) => !isEmpty(values.get(id)) && !changes.some(({ field }) => field.id === id),
	);
	const kept = others.map((field) => {
		const formatted = formatFieldValue(field.dataType, values.get(field.id), 'utc');
		return 'value' in formatted ? { field, value: formatted.value } : undefined;
	});
	const unwritable = others.filter((_, index) => kept[index] === undefined);
	if (unwritable.length > 0) throw cannotBeKept(crm.node, unwritable);
	return kept.filter((one) => one !== undefined);
}
