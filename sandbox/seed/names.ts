/** The seed's own names and ids, so that tests can speak of them. All people are invented. */
export const TYPES = {
	surgicalConsult: { code: '1951', name: 'Breast Augmentation Consult' },
	rhinoplastyConsult: { code: '1952', name: 'Rhinoplasty Consult' },
	surgicalAppointment: { code: '1953', name: 'Rhinoplasty Surgery' },
	nonSurgicalConsult: { code: '1954', name: 'Botox Consult' },
	nonSurgicalAppointment: { code: '1955', name: 'Botox' },
	laserHairRemoval: { code: '1956', name: 'Laser Hair Removal' },
	preOp: { code: '1957', name: 'Pre-Op Visit' },
	postOp: { code: '1958', name: 'Post-Op Visit' },
	block: { code: '1959', name: 'Provider Block' },
	lunch: { code: '1960', name: 'Lunch' },
	/** New at the practice: nobody has told the sync what it is. */
	unmapped: { code: '1961', name: 'Laser Genesis Trial' },
} as const;

/** No longer offered, so ModMed does not list it, though old appointments may have it. */
export const INACTIVE_TYPE = { code: '1970', name: 'Dermaplaning (until 2024)' } as const;

export const LOCATIONS = {
	clinic: { id: '826', name: 'Harbor Street Clinic' },
	medSpa: { id: '827', name: 'Lakeside Med Spa' },
} as const;

export const PROVIDERS = {
	surgeon: { id: '450861', firstName: 'Nora', lastName: 'Testwell', npi: '6666666601' },
	injector: { id: '450862', firstName: 'Ivan', lastName: 'Mockson', npi: '6666666602' },
	laser: { id: '450863', firstName: 'Dana', lastName: 'Sampler', npi: '6666666603' },
} as const;

export const FRONT_DESK = { id: '450870', firstName: 'Frankie', lastName: 'Frontdesk' } as const;
export const REFERRER = { id: 'ref|55588', firstName: 'Rae', lastName: 'Referrer' } as const;

const family = { email: 'placeholder.family@example.com', phone: '5615550104' };
const twins = { email: 'doublet.twins@example.com', phone: '5615550107', birthDate: '1991-11-21' };

export const PATIENTS = {
	testa: person('385871', 'Testa', 'Sample', '1985-04-12', 'female', '5615550101'),
	max: person('385872', 'Max', 'Trialman', '1979-09-30', 'male', '5615550102'),
	/** Comes for surgery and for Botox: an opportunity in both pipelines. */
	fiona: person('385873', 'Fiona', 'Fictional', '1990-01-05', 'female', '5615550103'),
	/** Mother and son share one email and one phone; only she is a contact. */
	paula: { ...person('385874', 'Paula', 'Placeholder', '1980-06-15', 'female', ''), ...family },
	pete: { ...person('385875', 'Pete', 'Placeholder', '2009-03-02', 'male', ''), ...family },
	/** Twins share all but the first name; only Twyla is a contact. */
	twyla: { ...person('385876', 'Twyla', 'Doublet', '', 'female', ''), ...twins },
	twain: { ...person('385877', 'Twain', 'Doublet', '', 'male', ''), ...twins },
	/** Neither email nor phone. */
	noah: { ...person('385878', 'Noah', 'Nocontact', '1966-12-24', 'male', ''), email: '' },
	/** A contact without an opportunity. */
	gus: person('385879', 'Gus', 'Dummyman', '1972-08-08', 'male', '5615550109'),
	/** No contact yet. */
	hana: person('385880', 'Hana', 'Invented', '1995-02-28', 'female', '5615550110'),
	/** Accents, and a phone with hyphens. */
	ines: person('385881', 'Inés', 'Ejémplo', '1988-07-19', 'female', '561-555-0111'),
	/** A phone and no email. */
	omar: { ...person('385882', 'Omar', 'Onlyphone', '1959-05-01', 'male', '5615550112'), email: '' },
} as const;

export interface SeedPatient {
	id: string;
	firstName: string;
	lastName: string;
	birthDate: string;
	gender: 'male' | 'female';
	email: string;
	phone: string;
}

function person(
	id: string,
	firstName: string,
	lastName: string,
	birthDate: string,
	gender: 'male' | 'female',
	phone: string,
): SeedPatient {
	const plain = (text: string) =>
		text
			.normalize('NFD')
			.replace(/[^A-Za-z]/g, '')
			.toLowerCase();
	const email = `${plain(firstName)}.${plain(lastName)}@example.com`;
	return { id, firstName, lastName, birthDate, gender, email, phone };
}

export const FIELDS = {
	'Next Visit Date': 'DATE',
	'Last Visit Date': 'DATE',
	'ModMed Appt Status': 'TEXT',
	'ModMed Appt Type': 'TEXT',
	'ModMed Appt Description': 'TEXT',
	'ModMed Provider': 'TEXT',
	'ModMed Location': 'TEXT',
	'Patient Lifetime Value': 'MONETORY',
	'ModMed Birthday': 'DATE',
	'ModMed Patient ID': 'TEXT',
	'Appointment Category': 'TEXT',
} as const;

export const TAGS = ['Appointment Booked', 'Patient', 'Cancel/No-Show', 'ModMed Create'] as const;

export const PIPELINES = {
	surgical: {
		name: 'Surgical Pipeline',
		stages: [
			'New Lead',
			'Consult Booked',
			'Consult Complete',
			'Surgery Scheduled',
			'Surgery Complete',
			'Cancelled / No-Show',
		],
	},
	nonSurgical: {
		name: 'Non-Surgical Pipeline',
		stages: ['New Lead', 'Booked', 'Patient', 'Cancelled / No-Show'],
	},
} as const;
