/**
 * What nobody could find out about the CRM without an account. The first answer of each is the
 * sandbox's default.
 */
export const crmUnknowns = {
	duplicateReturnsCustomFields: {
		question: 'Does the search for duplicates return custom fields?',
		answers: ['yes', 'no'],
	},
	nobodyFound: {
		question: 'What does the search for duplicates answer when there is nobody?',
		answers: ['null', 'absent', '404'],
	},
	createRefusedButMade: {
		question: 'Can a create that is refused with 422 have made the contact all the same?',
		answers: ['no', 'yes'],
	},
	unknownContact: {
		question: 'Which status does an unknown contact get?',
		answers: ['400', '404'],
	},
	dateWriteForm: {
		question: 'In which form is a custom date field written?',
		answers: ['day', 'midnight'],
	},
	dateReadFormat: {
		question: 'How is a custom date field read back?',
		answers: ['iso', 'date', 'epochMs'],
	},
	clearedBy: {
		question: 'Which value empties a custom field?',
		answers: ['emptyOrNull', 'emptyOnly', 'nullOnly', 'neither'],
	},
	clearedFieldIs: {
		question: 'How is an emptied custom field read back?',
		answers: ['absent', 'empty'],
	},
	badCustomValue: {
		question: 'What happens to a custom field value of the wrong type?',
		answers: ['rejected', 'dropped'],
	},
	moneyAsText: {
		question: 'May an amount be sent as a text?',
		answers: ['rejected', 'accepted'],
	},
	unknownCustomField: {
		question: 'What happens to a value for a custom field that does not exist?',
		answers: ['ignored', 'rejected'],
	},
	customFieldKeyForm: {
		question: 'Is the `key` of a custom field written with its `contact.` in front?',
		answers: ['both', 'short', 'full'],
	},
	fieldValueAlias: {
		question: 'Is `fieldValue` taken for `field_value`?',
		answers: ['accepted', 'rejected'],
	},
	customFieldsOnUpdate: {
		question: 'Does an update without a custom field leave that field alone?',
		answers: ['merged', 'replaced'],
	},
	updateAnswer: {
		question: 'What does an update of a contact answer?',
		answers: ['contact', 'fieldsSent', 'succeededOnly'],
	},
	customFieldFilterSupported: {
		question: 'Can contacts be searched by a custom field?',
		answers: ['yes', 'rejected', 'ignored'],
	},
	phoneEqSearch: {
		question: 'Does a search for contacts with exactly this phone find them?',
		answers: ['works', 'findsNothing'],
	},
	tagFilterMatch: {
		question: 'Does `tags contains x` mean the whole tag or a part of it?',
		answers: ['wholeTag', 'partOfTag'],
	},
	genderInAnswer: {
		question: 'Is the gender of a contact read back?',
		answers: ['present', 'absent'],
	},
	dateOfBirthOnUpdate: {
		question: 'Does an update take the date of birth?',
		answers: ['taken', 'ignored'],
	},
	dateOfBirthFormat: {
		question: 'How is the date of birth read back?',
		answers: ['iso', 'date'],
	},
	tagCase: {
		question: 'Are the names of tags lower-cased?',
		answers: ['lowered', 'kept'],
	},
	tagAddAnswer: {
		question: 'Which tags does adding tags answer?',
		answers: ['all', 'added'],
	},
	tagDeleteAnswer: {
		question: 'Which tags does removing tags answer?',
		answers: ['remaining', 'removed'],
	},
	noteLength: {
		question: 'Is the length of a note limited?',
		answers: ['unlimited', 'cutAt5000', 'rejectedAbove5000'],
	},
	noteHtml: {
		question: 'What becomes of HTML in a note?',
		answers: ['kept', 'stripped', 'escaped', 'paragraphs'],
	},
	noteOrder: {
		question: 'In which order are notes listed?',
		answers: ['newestFirst', 'oldestFirst'],
	},
	opportunityDefaultStatus: {
		question: 'Which opportunities does a search without `status` find?',
		answers: ['all', 'open'],
	},
	opportunitySearchLag: {
		question: 'Does the search for opportunities lag like that for contacts?',
		answers: ['none', 'sameAsContacts'],
	},
	opportunityOrder: {
		question: 'In which order are opportunities found?',
		answers: ['newestFirst', 'oldestFirst'],
	},
	opportunityFieldShape: {
		question: 'How are custom fields of an opportunity read back?',
		answers: ['fieldValueString', 'fieldValue'],
	},
	unknownOpportunity: {
		question: 'Which status does an unknown opportunity get?',
		answers: ['400', '404'],
	},
	foreignStage: {
		question: 'Which status does a stage of another pipeline get?',
		answers: ['400', '422'],
	},
	missingVersion: {
		question: 'Which status does a request without its Version get?',
		answers: ['401', '400', '422'],
	},
	missingScope: {
		question: 'Which status does a token without the scope get?',
		answers: ['401', '403'],
	},
	missingLocation: {
		question: 'Which status does a request without its location get?',
		answers: ['403', '422'],
	},
	body429: {
		question: 'What is the body of a 429?',
		answers: ['json', 'text', 'html', 'empty'],
	},
	rateLimitHeaders: {
		question: 'Do private integrations get the headers about the rate limit?',
		answers: ['present', 'absent'],
	},
	rateWindow: {
		question: 'Do the ten seconds of the rate limit slide?',
		answers: ['sliding', 'fixed'],
	},
	duplicateFieldName: {
		question: 'Can two custom fields have the same name?',
		answers: ['rejected', 'accepted'],
	},
	phoneForm: {
		question: 'How are phone numbers stored?',
		answers: ['e164', 'asSent'],
	},
	nameCase: {
		question: 'Are names kept as they were written?',
		answers: ['kept', 'loweredInSearch'],
	},
} as const;

export type CrmUnknown = keyof typeof crmUnknowns;
