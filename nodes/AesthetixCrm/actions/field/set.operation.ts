import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { toDay } from '../../../../domain/crm/crmDate';
import { toLabels } from '../../../../domain/text/label';
import { contactToWriteTo } from '../contactIdParameter';
import { warningOf } from '../../resources/field/fieldErrors';
import { textParameter, valueParameter } from '../parameters';
import { withChanges } from '../../resources/field/verifyWrite';
import type { FieldChange } from '../../resources/field/fieldChange';
import {
	entriesOfObject,
	entriesOfRows,
	holds,
	toFieldChanges,
} from '../../resources/field/fieldChange';
import { writeFields } from '../../resources/field/writeFields';
import type { CrmContact } from '../../resources/contact/contact';
import { knownContact, getContact, keepSnapshot } from '../../resources/contact/contactRequests';
import { findField } from '../../../../domain/crm/crmField';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';
import { setFields } from './set.description';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['field'], operation: ['set'] } },
	setFields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = await contactToWriteTo(context, itemIndex, crm);
	const given = (name: string) => valueParameter(context, name, itemIndex);
	const entries =
		textParameter(context, 'specify', itemIndex) === 'object'
			? entriesOfObject(context.getNode(), given('fieldsObject'))
			: entriesOfRows(context.getNodeParameter('fields', itemIndex, {}));
	if (entries.length === 0)
		return { contactId, changed: [], unchanged: [], notEmptied: [], warning: '' };

	const wanted = await toFieldChanges(crm, entries);
	const onlyForward = toLabels(given('onlyForward'));
	const contact = await knownContact(crm, contactId);
	const differing = wanted.filter(
		(one) => !holds(contact, one) && !(isNamed(one, onlyForward) && wouldGoBack(contact, one)),
	);
	const { notEmptied, warning } = await write(differing);
	return {
		contactId,
		changed: namesOf(differing.filter((one) => !notEmptied.includes(one))),
		unchanged: namesOf(wanted.filter((one) => !differing.includes(one))),
		notEmptied: namesOf(notEmptied),
		warning,
	};

	async function write(changes: FieldChange[]) {
		if (changes.length === 0) return { notEmptied: [], warning: '' };
		const known = contact.isComplete ? contact : await getContact(crm, contactId);
		const outcome = await writeFields(crm, known, changes).catch(async (error: unknown) => {
			// A cached field ID may be out of date: the next run reads the fields again.
			crm.location.fields.drop();
			return await Promise.reject(error);
		});
		const written = changes.filter((one) => !outcome.notEmptied.includes(one));
		keepSnapshot(crm, { ...contact, values: withChanges(known, written) });
		return { notEmptied: outcome.notEmptied, warning: warningOf(outcome) };
	}
};

function isNamed({ field }: FieldChange, names: readonly string[]): boolean {
	return names.some((name) => findField([field], name) !== undefined);
}

function wouldGoBack({ values }: CrmContact, { field, value }: FieldChange): boolean {
	const present = toDay(values.get(field.id));
	return field.dataType === 'DATE' && present !== '' && String(value) < present;
}

function namesOf(wanted: readonly FieldChange[]): string[] {
	return wanted.map(({ field }) => field.name);
}
