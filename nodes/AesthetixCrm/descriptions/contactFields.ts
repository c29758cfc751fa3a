import type { INodeProperties } from 'n8n-workflow';

/** The standard fields of a contact, by the CRM's names. https://marketplace.gohighlevel.com/docs/ghl/contacts/create-contact */
export const contactFields: INodeProperties[] = [
	text('Address', 'address1', 'e.g. 12 Main Street'),
	text('City', 'city', 'e.g. Dallas'),
	text('Country', 'country', 'e.g. US'),
	{
		...text('Date of Birth', 'dateOfBirth', 'e.g. 1990-09-25'),
		description: 'Enter as YYYY-MM-DD',
	},
	{ ...text('Email', 'email', 'e.g. name@example.com') },
	text('First Name', 'firstName', 'e.g. Jane'),
	{
		...text('Gender', 'gender', 'e.g. female'),
		description: 'The CRM accepts it for a new contact only, and refuses to change it',
	},
	text('Last Name', 'lastName', 'e.g. Doe'),
	text('Phone', 'phone', 'e.g. (214) 555-0123'),
	text('Postal Code', 'postalCode', 'e.g. 75201'),
	text('Source', 'source', 'e.g. ModMed'),
	text('State', 'state', 'e.g. TX'),
	text('Timezone', 'timezone', 'e.g. America/Chicago'),
	text('Website', 'website', 'e.g. https://example.com'),
];

function text(displayName: string, name: string, placeholder: string): INodeProperties {
	return { displayName, name, type: 'string', default: '', placeholder };
}
