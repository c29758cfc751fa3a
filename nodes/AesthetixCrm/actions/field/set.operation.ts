import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toDay } from '../../../../domain/crmDate';
import { sameFieldValue } from '../../../../domain/fieldValue';
import { contactIdParameter } from '../../helpers/contactId';
import { textParameter, valueParameter } from '../../helpers/parameters';
import { toTags } from '../../../../domain/tagSets';
import type { WantedField } from '../../helpers/wantedFields';
import {
	entriesOfObject,
	entriesOfRows,
	toCustomFields,
	toWanted,
} from '../../helpers/wantedFields';
import type { CrmContact } from '../../transport/contact';
import { contactOf, getContact, remember, updateRequest } from '../../transport/contacts';
import { findField } from '../../transport/customFields';
import { writeOnce } from '../../transport/writeOnce';
import type { Execute } from '../operation';
import { setFields } from './set.description';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['field'], operation: ['set'] } },
	setFields,
);

export const execute: Execute = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	const given = (name: string) => valueParameter(context, name, itemIndex);
	const entries =
		textParameter(context, 'specify', itemIndex) === 'object'
			? entriesOfObject(context.getNode(), given('fieldsObject'))
			: entriesOfRows(context.getNodeParameter('fields', itemIndex, {}));
	if (entries.length === 0) return { contactId, changed: [], unchanged: [] };

	const wanted = await toWanted(crm, entries);
	const onlyForward = toTags(given('onlyForward'));
	const contact = await contactOf(crm, contactId);
	const differing = wanted.filter(
		(one) => !holds(contact, one) && !(isNamed(one, onlyForward) && wouldGoBack(contact, one)),
	);
	if (differing.length > 0) await put(differing);
	return {
		contactId,
		changed: namesOf(differing),
		unchanged: namesOf(wanted.filter((one) => !differing.includes(one))),
	};

	async function put(changes: WantedField[]): Promise<void> {
		const request = updateRequest(contactId, toCustomFields(changes));
		const isDone = async () => {
			const now = await getContact(crm, contactId);
			return changes.every((one) => holds(now, one)) ? {} : undefined;
		};
		let answer = await writeOnce(crm, request, isDone);
		if (!answer.ok && answer.refusal.status === 422 && changes.some(({ value }) => value === '')) {
			// Which of the two empties a field is not documented.
			const withNull = updateRequest(contactId, toCustomFields(changes, null));
			answer = await writeOnce(crm, withNull, isDone);
		}
		if (!answer.ok) {
			// An id may have been given up: the next run asks for them again.
			crm.location.fields.drop();
			throw crm.errorOf(answer.refusal, request);
		}
		const written = changes.map(({ field, value }) => [field.id, value] as const);
		remember(crm, { ...contact, values: new Map([...contact.values, ...written]) });
	}
};

function holds({ values }: CrmContact, { field, value }: WantedField): boolean {
	return sameFieldValue(field.dataType, values.get(field.id), value);
}

function isNamed({ field }: WantedField, names: readonly string[]): boolean {
	return names.some((name) => findField([field], name) !== undefined);
}

function wouldGoBack({ values }: CrmContact, { field, value }: WantedField): boolean {
	const present = toDay(values.get(field.id));
	return field.dataType === 'DATE' && present !== '' && String(value) < present;
}

function namesOf(wanted: readonly WantedField[]): string[] {
	return wanted.map(({ field }) => field.name);
}
