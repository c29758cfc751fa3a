import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { toDay } from '../../../../domain/crm/crmDate';
import type { MatchedBy } from '../../../../domain/patient/contactMatch';
import { claimContact } from '../../resources/contact/claimContact';
import { createContact } from '../../resources/contact/createContact';
import type { ContactQuery } from '../../resources/contact/findContact';
import { findContact } from '../../resources/contact/findContact';
import { createGuard } from '../createGuard';
import { booleanParameter, textParameter, valueParameter } from '../parameters';
import { toE164 } from '../../resources/contact/phoneNumber';
import { contactNotFound } from '../../resources/contact/contactMatchErrors';
import type { CrmContact } from '../../resources/contact/contact';
import { runExclusive } from '../../../shared/http/keyedMutex';
import { describeContact, toCandidate } from '../../resources/contact/contact';
import type { CrmClient } from '../../transport/client';
import { readFields } from '../../resources/field/customFields';
import type { Execute } from '../../../shared/operation';
import { findFields } from './find.description';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['contact'], operation: ['find'] } },
	findFields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const query = readQuery(context, itemIndex, crm.zone);
	const whenNotFound = textParameter(context, 'whenNotFound', itemIndex);
	const person = query.modMedPatientId || query.email || query.phone;
	if (person === '') throw nothingToSearchFor(context, itemIndex);

	const key = `contact of ${crm.location.baseUrl}|${crm.location.locationId}/${person}`;
	return await runExclusive(key, async () => {
		const match = await findContact(crm, query);
		if (match) return await found(crm, query, await claimContact(crm, query, match), match.by);
		if (whenNotFound === 'stop') throw contactNotFound(context.getNode(), query);
		if (whenNotFound === 'continue') return nothing();

		const guard = createGuard(context, itemIndex, key);
		const made = await createContact(crm, query, guard);
		if (made.created) return await found(crm, query, made.contact, 'created');
		return await found(crm, query, await claimContact(crm, query, made), made.by);
	});
};

function readQuery(context: IExecuteFunctions, itemIndex: number, zone: string): ContactQuery {
	const text = (name: string) => textParameter(context, name, itemIndex);
	const gender = text('gender').toLowerCase();
	return {
		modMedPatientId: text('modMedPatientId'),
		email: text('email').toLowerCase(),
		phone: toE164(text('phone')),
		firstName: text('firstName'),
		lastName: text('lastName'),
		birthDate: toDay(valueParameter(context, 'birthDate', itemIndex), zone),
		gender: ['male', 'female'].includes(gender) ? gender : '',
		lookFirst: booleanParameter(context, 'lookFirst', itemIndex),
	};
}

async function found(
	crm: CrmClient,
	query: ContactQuery,
	contact: CrmContact,
	matchedBy: MatchedBy | 'created',
): Promise<IDataObject> {
	const fields = await readFields(crm);
	const { modMedPatientId } = toCandidate(contact, fields);
	return {
		contactId: contact.id,
		created: matchedBy === 'created',
		matchedBy,
		carriesPatientId: modMedPatientId !== '' && modMedPatientId === query.modMedPatientId,
		contact: describeContact(contact, fields),
	};
}

function nothing(): IDataObject {
	return {
		contactId: null,
		created: false,
		matchedBy: null,
		carriesPatientId: false,
		contact: null,
	};
}

function nothingToSearchFor(context: IExecuteFunctions, itemIndex: number) {
	return new NodeOperationError(
		context.getNode(),
		"'ModMed Patient ID', 'Email' and 'Phone' are empty or unusable",
		{ itemIndex, description: 'Fill in at least one of them.' },
	);
}
