import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Doubt, Person } from '../../../../domain/patient/contactMatch';

const REASONS: Record<Doubt, string> = {
	severalCarryTheId: 'several contacts carry this ModMed Patient ID',
	emailAndPhoneDiffer:
		'the email and the phone lead to two contacts that could both be the patient',
	nameDiffers: 'the contact with this email or phone has another name',
	birthDateDiffers: 'the contact with this email or phone has another birth date',
};

/** Not written to anybody: a person has to say whose contact it is. */
export function contactInDoubt(
	node: INode,
	because: Doubt,
	contactIds: readonly string[],
	{ modMedPatientId }: Person,
) {
	const contacts = contactIds.join(', ');
	const isTooMany = because === 'severalCarryTheId';
	return setAside(
		node,
		REASONS[because],
		isTooMany
			? `Contacts: ${contacts}. Leave the ${named(modMedPatientId)} on the right one and clear it on the others.`
			: `Contacts: ${contacts}. Write the ${named(modMedPatientId)} onto the right one to settle it.`,
	);
}

export function takenBySomebodyElse(node: INode, contactId: string, { modMedPatientId }: Person) {
	return setAside(
		node,
		'the CRM allows no second contact with this email or phone, and the contact that has it is somebody else',
		`Contact: ${contactId}. Make a contact for the patient with an address of their own, write the ${named(modMedPatientId)} onto it, or onto the named one if it is the patient after all.`,
	);
}

export function withoutAddress(node: INode, { modMedPatientId }: Person) {
	return setAside(
		node,
		'the patient has no email and no usable phone to find the contact by next time',
		`Add one in ModMed, unless the patient was merged or deleted there, or write the ${named(modMedPatientId)} onto the right contact.`,
	);
}

export function notFound(node: INode, { modMedPatientId }: Person) {
	return setAside(
		node,
		'the CRM has no contact of this patient',
		`Write the ${named(modMedPatientId)} onto the right contact, or set 'When Not Found' to Create Contact.`,
	);
}

/** Nobody else knows which ID that is: the CRM does not have it yet, and ModMed does not show it. */
function named(modMedPatientId: string): string {
	return modMedPatientId === '' ? 'ModMed Patient ID' : `ModMed Patient ID ${modMedPatientId}`;
}

function setAside(node: INode, reason: string, description: string): NodeOperationError {
	const error = new NodeOperationError(node, `Set aside: ${reason}`, { description });
	error.context.transient = false;
	error.context.setAside = true;
	return error;
}
