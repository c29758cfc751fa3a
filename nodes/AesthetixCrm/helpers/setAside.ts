import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Doubt } from '../../../domain/identity';

const REASONS: Record<Doubt, string> = {
	severalCarryTheId: 'several contacts carry this ModMed Patient ID',
	emailAndPhoneDiffer:
		'the email and the phone lead to two contacts that could both be the patient',
	nameDiffers: 'the contact with this email or phone has another name',
	birthDateDiffers: 'the contact with this email or phone has another birth date',
};

/** Not written to anybody: a person has to say whose contact it is. */
export function inDoubt(node: INode, because: Doubt, contactIds: readonly string[]) {
	const contacts = contactIds.join(', ');
	const isTooMany = because === 'severalCarryTheId';
	return setAside(
		node,
		REASONS[because],
		isTooMany
			? `Contacts: ${contacts}. Leave the ModMed Patient ID on the right one and clear it on the others.`
			: `Contacts: ${contacts}. Write the ModMed Patient ID onto the right one to settle it.`,
	);
}

export function takenBySomebodyElse(node: INode, contactId: string) {
	return setAside(
		node,
		'the CRM allows no second contact with this email or phone, and the contact that has it is somebody else',
		`Contact: ${contactId}. Make a contact for the patient with an address of their own, write the ModMed Patient ID onto it, or onto the named one if it is the patient after all.`,
	);
}

export function withoutAddress(node: INode) {
	return setAside(
		node,
		'the patient has no email and no usable phone to find the contact by next time',
		'Add one in ModMed, unless the patient was merged or deleted there, or write the ModMed Patient ID onto the right contact.',
	);
}

export function notFound(node: INode) {
	return setAside(
		node,
		'the CRM has no contact of this patient',
		"Write the ModMed Patient ID onto the right contact, or set 'When Not Found' to Create Contact.",
	);
}

function setAside(node: INode, reason: string, description: string): NodeOperationError {
	const error = new NodeOperationError(node, `Set aside: ${reason}`, { description });
	error.context.transient = false;
	error.context.setAside = true;
	return error;
}
