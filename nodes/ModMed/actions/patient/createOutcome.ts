import type { IDataObject } from 'n8n-workflow';

import type { PatientAttribute } from '../../../../domain/patient/patientAttributes';
import {
	joinWords,
	ATTRIBUTE_LABELS,
	rejectedAttributes,
} from '../../../../domain/patient/patientAttributes';
import type { PatientCreation } from '../../resources/createPatient';

type Outcome = 'alreadyLinked' | 'created' | 'exists' | 'missingFields' | 'unclear';

export interface CreateOutcome {
	outcome: Outcome;
	patientId: string;
	/** Labels of what the practice demands and the contact lacks. */
	missing: string[];
	note: string;
}

const DOUBTS = {
	several: 'ModMed has several patients with this name and birth date',
	otherFirstName:
		'ModMed has a patient with this last name, birth date, and email or phone under another first name',
	otherBirthDate: 'ModMed has a patient with this name and email or phone under another birth date',
};

/** What came of an attempt to create a patient, for the workflow and for the contact's note. */
export function describeCreation(creation: PatientCreation): CreateOutcome {
	switch (creation.is) {
		case 'created':
			return output(
				'created',
				`The patient was created in ModMed (patient ID ${creation.patientId}).`,
				creation.patientId,
			);
		case 'exists':
			return output(
				'exists',
				`ModMed already has this patient (patient ID ${creation.patientId}); nothing was created.`,
				creation.patientId,
			);
		case 'refused':
			return describeRejected(creation.body);
		case 'hidden':
			return output(
				'unclear',
				'Not created in ModMed: ModMed reports that the patient exists, but does not find them. Search by email and phone in ModMed.',
			);
		case 'createdTwice':
			return output(
				'unclear',
				`ModMed created this patient twice (patient ID ${joinWords(creation.ids)}): it had answered the first request with an error. Merge the two in ModMed.`,
			);
		case 'unclear':
			return output(
				'unclear',
				`Not created in ModMed: ${DOUBTS[creation.because]} (patient ID ${joinWords(creation.ids)}). Compare them in ModMed and decide by hand.`,
			);
	}
}

/** The contact has an ID already: there is nothing to create. */
export function alreadyLinked(patientId: string): CreateOutcome {
	return output(
		'alreadyLinked',
		`This contact carries the ModMed Patient ID ${patientId} already, so nothing was created in ModMed. If that is not the right ID, clear the field ModMed Patient ID.`,
	);
}

/** The outcome with what only the workflow knows added to its note. */
export function withSentences(
	outcome: CreateOutcome,
	attempt: number,
	whenNotCreated: string,
): IDataObject {
	const { note } = outcome;
	switch (outcome.outcome) {
		case 'created':
			return { ...outcome };
		case 'exists':
			return attempt > 1
				? { ...outcome, note: `${note} An earlier attempt may have created the patient.` }
				: { ...outcome };
		default:
			return { ...outcome, note: [note, whenNotCreated].filter(Boolean).join(' ') };
	}
}

/** Something the practice demands is not there or cannot be read. */
export function describeMissing(missing: readonly PatientAttribute[], note: string): CreateOutcome {
	return {
		...output('missingFields', note),
		missing: missing.map((name) => ATTRIBUTE_LABELS[name]),
	};
}

/** Of ModMed's own words only the attributes it names are shown. */
function describeRejected(body: unknown): CreateOutcome {
	const named = rejectedAttributes(body);
	const which =
		named.length > 0 ? ` (${joinWords(named.map((name) => ATTRIBUTE_LABELS[name]))})` : '';
	return describeMissing(
		named,
		`Not created: ModMed did not accept the patient's data${which}. This practice may require more than is filled in.`,
	);
}

function output(outcome: Outcome, note: string, patientId = ''): CreateOutcome {
	return { outcome, patientId, missing: [], note };
}
