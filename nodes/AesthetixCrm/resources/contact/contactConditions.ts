import type { IDataObject } from 'n8n-workflow';

import type { FieldValue } from '../../../../domain/crm/fieldValue';
import { sameFieldValue } from '../../../../domain/crm/fieldValue';
import { plainLabel } from '../../../../domain/text/label';
import { missingTags } from '../../../../domain/crm/tagSets';
import type { CrmContact } from './contact';
import type { CrmClient } from '../../transport/client';
import type { CrmField } from '../../../../domain/crm/crmField';
import { findFields } from '../field/customFields';
import { requireFieldValue } from '../field/fieldChange';
import { asRecord, asRecords, asText, isRecord } from '../../../../domain/coerce';

/** A condition on contacts: the CRM filters by it as far as it can, and each contact is checked again. */
export interface Condition {
	filter: IDataObject;
	isMet(contact: CrmContact): boolean;
}

export function tagConditions(tags: readonly string[]): Condition[] {
	return tags.map((tag) => ({
		filter: { field: 'tags', operator: 'contains', value: plainLabel(tag) },
		isMet: (contact) => missingTags([tag], contact.tags).length === 0,
	}));
}

export async function fieldConditions(crm: CrmClient, where: unknown): Promise<Condition[]> {
	const rows = asRecords(asRecord(where).condition);
	const names = rows.map(({ field }) => asText(isRecord(field) ? field.value : field));
	const fields = await findFields(crm, names);
	return fields.map((field, index) => fieldCondition(crm, field, asRecord(rows[index])));
}

function fieldCondition(crm: CrmClient, field: CrmField, row: Record<string, unknown>): Condition {
	const value = row.is === 'equal' ? requireFieldValue(crm, field, row.value) : '';
	const isEmpty = ({ values }: CrmContact) => holds(values, field, '');
	if (row.is === 'filled') return { filter: existing(true), isMet: (contact) => !isEmpty(contact) };
	if (value === '') return { filter: existing(false), isMet: isEmpty };
	return { filter: existing(true), isMet: ({ values }) => holds(values, field, value) };

	function existing(exists: boolean): IDataObject {
		const operator = exists ? 'exists' : 'not_exists';
		return { field: `customFields.${field.id}`, operator, value: '' };
	}
}

function holds(values: CrmContact['values'], field: CrmField, wanted: FieldValue): boolean {
	return sameFieldValue(field.dataType, values.get(field.id), wanted);
}
