import type { ContactState, EndState } from './endState';

/** What an answer changes for everybody to see. Left out of both worlds, the rest is the same. */
export interface ExpectedDifference {
	why: string;
	from: (state: EndState) => EndState;
	/** What did not work is tried once more with each delivery. */
	triesAgain?: boolean;
}

const eachContact = (change: (contact: ContactState) => Partial<ContactState>) =>
	function from(state: EndState): EndState {
		const entries = Object.entries(state.contacts).map(([name, contact]) => [
			name,
			{ ...contact, ...change(contact) },
		]);
		return { ...state, contacts: Object.fromEntries(entries) as EndState['contacts'] };
	};

const ofContact = (whose: string, change: (contact: ContactState) => Partial<ContactState>) =>
	function from(state: EndState): EndState {
		const { [whose]: contact } = state.contacts;
		if (!contact) throw new Error(`There is no contact ${whose}`);
		return {
			...state,
			contacts: { ...state.contacts, [whose]: { ...contact, ...change(contact) } },
		};
	};

/** A note as plain text, whatever the CRM has made of it. */
function plain(note: string): string {
	return note
		.replace(/<p>(.*?)<\/p>/g, '$1\n')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&')
		.replace(/<\/?b>/g, '')
		.trim();
}

const withoutPipeline = (note: string) => note.replace(/^Pipeline: .*$/m, '');

const notesAsText: ExpectedDifference = {
	why: 'The CRM keeps the text of a note in another form.',
	from: eachContact(({ notes }) => ({ notes: notes.map(plain) })),
};
const tagsInAnyCase: ExpectedDifference = {
	why: 'The CRM keeps the spelling of tags.',
	from: eachContact(({ tags }) => ({ tags: tags.map((tag) => tag.toLowerCase()).sort() })),
};
const adasVisits: ExpectedDifference = {
	why: 'In ModMed the moved visit is another one, so there are notes about two visits.',
	from: ofContact('Ada Consult', ({ notes }) => ({
		notes: notes.filter((note) => !/^ModMed appointment: (Pending|Confirmed|Cancelled)/.test(note)),
	})),
};
const cleosDeletedVisit: ExpectedDifference = {
	why: 'What ModMed shows of the deleted visit is noted, and nothing where it shows nothing.',
	from: ofContact('Cleo Deleted', ({ notes }) => ({
		notes: notes
			.filter((note) => !/^ModMed appointment: (Cancelled|entered-in-error)/.test(note))
			.map(withoutPipeline),
	})),
};
const cancelledLater: ExpectedDifference = {
	why: 'The catch-up finds the cancellations, so their notes come later and tell of the stage then.',
	from: eachContact(({ notes }) => ({ notes: notes.map(withoutPipeline).sort() })),
};
const voidedCharge: ExpectedDifference = {
	why: 'A charge that is gone cannot be noted as voided.',
	from: ofContact('Ada Consult', ({ notes }) => ({
		notes: notes
			.filter((note) => !note.startsWith('ModMed charge: voided'))
			.map((note) => note.replace(/ from \d charges?$/m, '')),
	})),
};

const emptiedFields: ExpectedDifference = {
	why: 'An emptied field is there with an empty text.',
	from: eachContact(({ fields }) => ({
		fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
	})),
};
const phonesAsSent: ExpectedDifference = {
	why: 'The CRM keeps a phone as people wrote it.',
	from: eachContact(({ phone }) => ({ phone: phone?.replace(/^\+1|\D/g, '') })),
};
const noDateOfBirth: ExpectedDifference = {
	why: 'The CRM takes no date of birth, so it stays empty, and the ledger says so.',
	triesAgain: true,
	from: (state) => ({
		...ofContact('Ada Consult', () => ({ dateOfBirth: undefined }))(state),
		waiting: Object.fromEntries(
			Object.entries(state.waiting).filter(([, reason]) => !reason.includes('"dateOfBirth"')),
		),
	}),
};
const neverEmptied: ExpectedDifference = {
	why: 'The CRM lets nothing be emptied, so the visit stays there, and the ledger says so.',
	triesAgain: true,
	from: (state) => ({
		...eachContact(({ fields: { 'Next Visit Date': _, ...fields } }) => ({ fields }))(state),
		waiting: Object.fromEntries(
			Object.entries(state.waiting).filter(
				([, reason]) => !reason.includes('did not empty "Next Visit Date"'),
			),
		),
	}),
};

export const EXPECTED_DIFFERENCES: Record<string, ExpectedDifference> = {
	'clearedBy: neither': neverEmptied,
	'clearedFieldIs: empty': emptiedFields,
	'dateOfBirthOnUpdate: ignored': noDateOfBirth,
	'phoneForm: asSent': phonesAsSent,
	'noteHtml: stripped': notesAsText,
	'noteHtml: escaped': notesAsText,
	'noteHtml: paragraphs': notesAsText,
	'tagCase: kept': tagsInAnyCase,
	'rescheduleMakesNew: newThenCancel': adasVisits,
	'rescheduleMakesNew: cancelThenNew': adasVisits,
	'cancelledInLastUpdated: hidden': cancelledLater,
	'deletedAppointment: nothing': cleosDeletedVisit,
	'deletedAppointment: enteredInError': cleosDeletedVisit,
	'voidedCharge: nothing': voidedCharge,
};
