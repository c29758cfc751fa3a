import type { INodeProperties } from 'n8n-workflow';

export const contactIdField: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. sx6wyHhbFdRXh302LLNR',
	description: 'ID of the contact, for instance the contactId from Contact > Find',
};

export const patientIdField: INodeProperties = {
	displayName: 'ModMed Patient ID',
	name: 'modMedPatientId',
	type: 'string',
	default: '',
	description: 'If it is filled in, nothing is written to a contact that does not have this ID',
};
