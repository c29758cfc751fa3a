import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Doubt, Person } from '../../../../domain/patient/contactMatch';

const REASONS: Record<Doubt, string> = {
	severalCarryTheId: 'several contacts have this ModMed Patient ID',
	carrierIsAnotherPerson:
		'the contact with this ModMed Patient ID has another name and another birth date',
	emailAndPhoneDiffer:
		'the email and the phone belong to two contacts that could both be the patient',
	patientHasNoName:
		'the patient has no readable name to compare with the contact that has this email or phone',
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
	return notMatched(
		node,
		REASONS[because],
		`Contacts: ${contactIds.join(', ')}. ${adviceOn(because, idName(modMedPatientId))}`,
	);
}

function adviceOn(because: Doubt, id: string): string {
	switch (because) {
		case 'severalCarryTheId':
			return `Keep the ${id} on the right one and clear it on the others.`;
		case 'carrierIsAnotherPerson':
			return `If it is somebody else's contact, clear the ${id} there. If it is the patient's, correct its name or its birth date.`;
		case 'patientHasNoName':
			return `Enter the name in ModMed, or the ${id} on the right contact.`;
		default:
			return `Enter the ${id} on the right one.`;
	}
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

/** Another patient was matched to the same contact, or has been given it meanwhile. */
export function claimedForSomebodyElse(node: INode, contactId: string, modMedPatientId: string) {
	return notMatched(
		node,
		'another patient has been matched to the same contact',
		`Contact: ${contactId}. It is tried again by itself. If the contact is this patient's, replace the ModMed Patient ID there by the ${idName(modMedPatientId)}.`,
	);
}

/** What the workflow found to be the patient's contact is not, or no longer. */
export function contactOfSomebodyElse(node: INode, contactId: string, modMedPatientId: string) {
	return notMatched(
		node,
		'the contact does not have the ModMed Patient ID of this patient, or not any more',
		`Contact: ${contactId}. Nothing more was written to it. Enter the ${idName(modMedPatientId)} on the right contact.`,
	);
}

/** Another process claims the contact, too, and has not given up yet. */
export function claimUndecided(node: INode, contactId: string): NodeApiError {
	return retryLater(
		node,
		`Another process is matching a patient to the contact ${contactId}`,
		'Nothing has to be changed. A claim that was left behind by a crash expires after an hour.',
	);
}

export function patientIdNotSaved(node: INode, contactId: string): NodeApiError {
	return retryLater(
		node,
		`The contact ${contactId} does not show the ModMed Patient ID that was written to it`,
		'Nothing has to be changed, unless this recurs: then enter a value by hand to see whether it stays.',
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

function retryLater(node: INode, message: string, nextStep: string): NodeApiError {
	const description = `It is tried again at the next poll. ${nextStep}`;
	const error = new NodeApiError(node, { message }, { message, description });
	error.context.transient = true;
	return error;
}
