/**
 * What nobody could find out about ModMed without an account. The first answer of each is the
 * sandbox's default: what the documentation suggests, or the answer that is hardest to live with.
 */
export const modMedUnknowns = {
	lastUpdatedTime: {
		question: 'What happens when `_lastUpdated` is given a time and not just a day?',
		answers: ['rejected', 'ignoredTime', 'honoured'],
	},
	lastUpdatedRepeated: {
		question: 'Do two `_lastUpdated` parameters make a range?',
		answers: ['both', 'firstOnly', 'lastOnly', 'rejected'],
	},
	dayBoundaryZone: {
		question: 'In which time zone does a day of a search begin?',
		answers: ['UTC', 'America/New_York', 'America/Los_Angeles'],
	},
	cancelledInLastUpdated: {
		question: 'Do cancelled appointments show up in a `_lastUpdated` search?',
		answers: ['shown', 'hidden'],
	},
	resultOrder: {
		question: 'In which order do results come?',
		answers: ['shuffled', 'idAscending', 'oldestChangeFirst', 'newestChangeFirst'],
	},
	outOfRangeResults: {
		question: 'Does the `date` filter let appointments of other days through?',
		answers: ['none', 'neighbouringDays', 'filterIgnored'],
	},
	countAboveMax: {
		question: 'What happens when `_count` is larger than the maximum?',
		answers: ['clamped', 'rejected'],
	},
	statusList: {
		question: 'Does `status=a,b` search for both?',
		answers: ['either', 'literal'],
	},
	valueSetShape: {
		question: 'Where does a ValueSet list its codes?',
		answers: ['expansion', 'compose', 'both'],
	},
	legacyExpiresIn: {
		question: 'Does the FHIR login say how long its token lives?',
		answers: ['missing', 'present'],
	},
	legacyTokenLifetime: {
		question: 'How long does a token of the FHIR login live?',
		answers: ['hour', 'minute'],
	},
	refreshTokenLifetime: {
		question: 'How long does a refresh token of the FHIR login live?',
		answers: ['long', 'asAccessToken'],
	},
	refreshRotation: {
		question: 'Can a refresh token of the FHIR login be used again?',
		answers: ['reusable', 'singleUse'],
	},
	legacyLoginError: {
		question: 'How does the FHIR login refuse a wrong username or password?',
		answers: ['oauth401', 'oauth400', 'outcome401', 'html403'],
	},
	lostTokenStatus: {
		question: 'Which status does an expired or unknown token get?',
		answers: ['401', '403'],
	},
	lostTokenBody: {
		question: 'What is the body of that answer?',
		answers: ['outcome', 'json', 'html', 'empty'],
	},
	wrongKeyBody: {
		question: 'What is the body of the 403 for a wrong API key?',
		answers: ['json', 'html', 'empty'],
	},
	wrongPrefixAnswer: {
		question: 'What is the body of the 404 for an unknown practice prefix?',
		answers: ['html', 'outcome', 'empty'],
	},
	outcomeText: {
		question: 'Where does an OperationOutcome keep its sentence?',
		answers: ['details', 'diagnostics', 'coding'],
	},
	rateLimitBody: {
		question: 'What is the body of a 429?',
		answers: ['json', 'html', 'empty'],
	},
	retryAfter: {
		question: 'Does a 429 say when to come back?',
		answers: ['absent', 'seconds'],
	},
	phoneSearchFormat: {
		question: 'Which spelling of a phone number does the patient search find?',
		answers: ['digits', 'asStored', 'any'],
	},
	familyCase: {
		question: 'Does the exact search by last name mind upper and lower case?',
		answers: ['insensitive', 'sensitive'],
	},
	patientWithoutEmailAccepted: {
		question: 'Can a patient be created without an email?',
		answers: ['rejected', 'accepted'],
	},
	duplicatePatient: {
		question: 'What happens when a patient is created a second time?',
		answers: ['accepted', 'rejected409'],
	},
	patientCreateAnswer: {
		question: 'What does creating a patient answer when nothing was preferred?',
		answers: ['locationOnly', 'body', 'bodyWithoutId', 'nothing'],
	},
	permissionOrBody: {
		question: 'Is a permission looked at before the body of a request?',
		answers: ['permissionFirst', 'bodyFirst'],
	},
	patientPutStatus: {
		question: 'Which status does updating a patient answer?',
		answers: ['201', '200'],
	},
	appointmentWriteAnswer: {
		question: 'What does creating or updating an appointment answer?',
		answers: ['bodyWithoutId', 'body', 'locationOnly'],
	},
	appointmentPartialPut: {
		question: 'Can an appointment be updated with the changed values only?',
		answers: ['accepted', 'rejected'],
	},
	cancelReasonMandatory: {
		question: 'Must a cancellation carry its reason?',
		answers: ['no', 'yes'],
	},
	checkedInSpelling: {
		question: 'How is the status Checked In spelled in answers?',
		answers: ['checked-in', 'checkedin'],
	},
	rescheduleMakesNew: {
		question: 'Is a rescheduled appointment the same one, or a new one beside a cancelled one?',
		answers: ['same', 'newThenCancel', 'cancelThenNew'],
	},
	deletedAppointment: {
		question: 'What is left of an appointment that is deleted in ModMed?',
		answers: ['cancelled', 'nothing', 'enteredInError'],
	},
	appointmentTextInDisplay: {
		question: 'Does an appointment name its type in both `text` and `display`?',
		answers: ['both', 'displayOnly', 'textOnly'],
	},
	referringPrefix: {
		question: 'Does a referring provider keep its `ref|` everywhere?',
		answers: ['kept', 'droppedInReferences'],
	},
	chargeMoney: {
		question: 'Is money in a charge a number or a text?',
		answers: ['number', 'text'],
	},
	voidedCharge: {
		question: 'What is left of a charge that is voided in ModMed?',
		answers: ['marked', 'nothing'],
	},
	chargeContext: {
		question: 'Does a charge refer to its encounter?',
		answers: ['present', 'absent'],
	},
	encounterAppointment: {
		question: 'Does an encounter refer to its appointment?',
		answers: ['present', 'absent'],
	},
} as const;

export type ModMedUnknown = keyof typeof modMedUnknowns;
