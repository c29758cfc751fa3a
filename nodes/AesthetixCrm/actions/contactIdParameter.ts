import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isResourceId } from '../../../domain/fhir/reference';
import { requirePatient } from '../resources/contact/contactPatient';
import type { CrmClient } from '../transport/client';
import { textParameter } from './parameters';

/**
 * The 'Contact ID' of an operation that writes. Where the item names a 'ModMed Patient ID' too, the
 * contact has to carry it.
 * @param isFirstWrite Reads the contact anew: another process may have written to it meanwhile.
 */
export async function contactToWriteTo(
	context: IExecuteFunctions,
	itemIndex: number,
	crm: CrmClient,
	isFirstWrite = false,
): Promise<string> {
	const contactId = contactIdParameter(context, itemIndex);
	const patientId = textParameter(context, 'modMedPatientId', itemIndex);
	await requirePatient(crm, contactId, patientId, isFirstWrite);
	return contactId;
}

export function contactIdParameter(context: IExecuteFunctions, itemIndex: number): string {
	const contactId = textParameter(context, 'contactId', itemIndex);
	if (isResourceId(contactId)) return contactId;
	if (contactId !== '') {
		throw new NodeOperationError(context.getNode(), "The 'Contact ID' is not an ID of the CRM", {
			itemIndex,
			description: "Copy it from the end of the contact's address in the CRM.",
		});
	}
	throw new NodeOperationError(context.getNode(), "The 'Contact ID' is empty", {
		itemIndex,
		description: 'Enter it, for instance the contactId from Contact > Find.',
	});
}
