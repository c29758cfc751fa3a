import { comparableName, namesAgree } from './personName';

/** The patient whose contact is searched for. Absent values are empty texts. */
export interface Person {
	modMedPatientId: string;
	firstName: string;
	lastName: string;
	/** `YYYY-MM-DD`. */
	birthDate: string;
}

/** What a contact of the CRM says about whose it is. */
export interface Candidate {
	contactId: string;
	modMedPatientId: string;
	firstName: string;
	lastName: string;
	/** Each `YYYY-MM-DD`: from Date of Birth and from ModMed Birthday, where they are filled in. */
	birthDates: readonly string[];
}

/** The contacts that the CRM found, by what they were found. */
export interface FoundContacts {
	byPatientId: readonly Candidate[];
	byEmail?: Candidate;
	byPhone?: Candidate;
}

export type MatchedBy = 'modMedPatientId' | 'email' | 'phone';
export type Doubt =
	| 'severalCarryTheId'
	| 'carrierIsAnotherPerson'
	| 'emailAndPhoneDiffer'
	| 'patientHasNoName'
	| 'nameDiffers'
	| 'birthDateDiffers';

export type ContactMatch =
	| { is: 'match'; contactId: string; by: MatchedBy }
	| { is: 'doubt'; because: Doubt; contactIds: string[] }
	| { is: 'none' };

/** How a contact compares with the person. `somebodyElse` is certain, differences are doubts. */
type Verdict =
	| 'carriesTheId'
	| 'agrees'
	| 'patientHasNoName'
	| 'nameDiffers'
	| 'birthDateDiffers'
	| 'somebodyElse';

/**
 * The person's contact: the one with the patient's ModMed Patient ID, unless its name and its birth
 * date are both another person's; else the one found by email, else by phone, whose names agree and
 * whose birth date, where both have one, is the same. A contact with another patient's ID is never
 * it, and a patient without a readable name never agrees. In doubt nothing is chosen: a person has
 * to decide.
 * @example matchContact({ modMedPatientId: '7', firstName: 'Ana', lastName: 'Sample', birthDate: '' }, { byPatientId: [] })
 * // { is: 'none' }
 */
export function matchContact(person: Person, found: FoundContacts): ContactMatch {
	const [byEmail, byPhone] = [found.byEmail, found.byPhone].map((candidate) =>
		candidate ? { candidate, verdict: judge(person, candidate) } : undefined,
	);
	const judged = [byEmail, byPhone].filter((one) => one !== undefined);

	const carriers = distinct([
		...found.byPatientId.filter((candidate) => hasPatientId(person, candidate)),
		...judged.filter(({ verdict }) => verdict === 'carriesTheId').map((one) => one.candidate),
	]);
	if (carriers.length > 1) return doubt('severalCarryTheId', carriers);
	if (carriers[0]) {
		return isAnotherPerson(person, carriers[0])
			? doubt('carrierIsAnotherPerson', carriers)
			: match(carriers[0], 'modMedPatientId');
	}

	const agreeing = distinct(
		judged.filter(({ verdict }) => verdict === 'agrees').map((one) => one.candidate),
	);
	if (agreeing.length > 1) return doubt('emailAndPhoneDiffer', agreeing);
	if (agreeing[0]) return match(agreeing[0], byEmail?.verdict === 'agrees' ? 'email' : 'phone');

	for (const { candidate, verdict } of judged) {
		if (verdict === 'carriesTheId' || verdict === 'agrees' || verdict === 'somebodyElse') continue;
		return doubt(verdict, [candidate]);
	}
	return { is: 'none' };
}

/** Whether a contact has the person's ModMed Patient ID. */
export function hasPatientId(person: Person, candidate: Candidate): boolean {
	return person.modMedPatientId !== '' && candidate.modMedPatientId === person.modMedPatientId;
}

function judge(person: Person, candidate: Candidate): Verdict {
	if (hasPatientId(person, candidate)) return 'carriesTheId';
	if (person.modMedPatientId && candidate.modMedPatientId) return 'somebodyElse';

	if (!hasReadableName(person)) return 'patientHasNoName';
	const sameBirthDate = birthDatesAgree(person, candidate);
	if (fullNamesAgree(person, candidate)) return sameBirthDate ? 'agrees' : 'birthDateDiffers';
	return sameBirthDate ? 'nameDiffers' : 'somebodyElse';
}

/** A copied ID, or charts that were merged: name and birth date are known on both sides and differ. */
function isAnotherPerson(person: Person, candidate: Candidate): boolean {
	const namesDiffer =
		!namesAgree(person.firstName, candidate.firstName) ||
		!namesAgree(person.lastName, candidate.lastName);
	return namesDiffer && !birthDatesAgree(person, candidate);
}

/** A part of the name that only the contact lacks agrees: a lead often has no more than a phone. */
function fullNamesAgree(person: Person, candidate: Candidate): boolean {
	const agrees = (own: string, other: string) =>
		namesAgree(own, other) && (comparableName(own) !== '' || comparableName(other) === '');
	return (
		agrees(person.firstName, candidate.firstName) && agrees(person.lastName, candidate.lastName)
	);
}

function birthDatesAgree({ birthDate }: Person, { birthDates }: Candidate): boolean {
	return birthDate === '' || birthDates.length === 0 || birthDates.includes(birthDate);
}

function hasReadableName({ firstName, lastName }: Person): boolean {
	return comparableName(firstName) !== '' || comparableName(lastName) !== '';
}

function match({ contactId }: Candidate, by: MatchedBy): ContactMatch {
	return { is: 'match', contactId, by };
}

function doubt(because: Doubt, candidates: readonly Candidate[]): ContactMatch {
	return { is: 'doubt', because, contactIds: candidates.map(({ contactId }) => contactId) };
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
	return [...new Map(candidates.map((candidate) => [candidate.contactId, candidate])).values()];
}
