/** A patient in ModMed's own form. */
export const patient = {
	resourceType: 'Patient',
	id: '385871',
	name: [{ family: 'Muster', given: ['Mia'] }],
	birthDate: '1980-01-31',
	telecom: [
		{ system: 'email', value: 'mia@example.com' },
		{ system: 'phone', value: '9998887777', use: 'mobile', rank: 1 },
	],
};
