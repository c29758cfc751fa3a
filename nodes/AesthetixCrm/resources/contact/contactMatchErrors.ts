import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Doubt, Person } from '../../../../domain/patient/contactMatch';

const REASONS: Record<Doubt, string> = {
	severalCarryTheId: 'several contacts have this ModMed Patient ID',
	emailAndPhoneDiffer:
		'the email and the phone belong to two contacts that could both be the patient',
	nameDiffers: 'the contact with this email or phone has another name',
	birthDateDiffers: 'the contact with this email or phone has another birth date',
};

/** Nothing is written to any of the contacts: a person has to say which one is the patient's. */
export function contactInDoubt(
	node: INode,
	because: Doubt,
	contactIds: readonly string[],
	{ modMedPatientId }: Person,
) {
	const contacts = contactIds.join(', ');
	return notMatched(
		node,
		REASONS[because],
		because === 'severalCarryTheId'
			? `Contacts: ${contacts}. Keep the ${idName(modMedPatientId)} on the right one and clear it on the others.`
			: `Contacts: ${contacts}. Enter the ${idName(modMedPatientId)} on the right one.`,
	);
}

export function takenBySomebodyElse(node: INode, contactId: string, { modMedPatientId }: Person) {
	return notMatched(
		node,
		'the CRM allows no second contact with this email or phone, and the contact that has it is somebody else',
		`Contact: ${contactId}. Create a contact for the patient with another email or phone and enter the ${idName(modMedPatientId)} on it. If this contact is the patient after all, enter the ID here.`,
	);
}

export function withoutAddress(node: INode, { modMedPatientId }: Person) {
	return notMatched(
		node,
		'the patient has no email and no usable phone to find the contact by next time',
		`Add one in ModMed, unless the patient was merged or deleted there, or enter the ${idName(modMedPatientId)} on the right contact.`,
	);
}

export function contactNotFound(node: INode, { modMedPatientId }: Person) {
	return notMatched(
		node,
		'the CRM has no contact of this patient',
		`Enter the ${idName(modMedPatientId)} on the right contact, or set 'When Not Found' to Create Contact.`,
	);
}

/** With the ID itself, because neither the CRM nor ModMed shows it to anybody yet. */
function idName(modMedPatientId: string): string {
	return `ModMed Patient ID ${modMedPatientId}`.trim();
}

function notMatched(node: INode, reason: string, description: string): NodeOperationError {
	const message = `Not matched to a contact: ${reason}`;
	const error = new NodeOperationError(node, message, { description });
	error.context.transient = false;
	return error;
}
