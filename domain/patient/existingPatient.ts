import type { Patient } from './patient';
import { namesAgree } from './personName';

/** Who should become a patient. */
export type PatientIdentity = Pick<Patient, 'firstName' | 'lastName' | 'birthDate'>;

export type ExistingPatient =
	| { is: 'exists'; patientId: string }
	/** A person has to decide: several agree, or one nearly does. */
	| { is: 'unclear'; because: 'several' | 'otherFirstName' | 'otherBirthDate'; ids: string[] }
	| { is: 'absent' };

/**
 * Whether somebody is a patient already: names and birth date agree. A patient with the same email
 * or phone where one of the three differs may be the same person with a typo or a nickname, or a
 * twin or a parent: a person has to decide.
 * @param byAddress Patients with the same email or phone.
 * @param byName Patients found by last name and birth date.
 * @example findExistingPatient({ firstName: 'Ana', lastName: 'Sample', birthDate: '' }, [])
 * // { is: 'absent' }
 */
export function findExistingPatient(
	sought: PatientIdentity,
	byAddress: readonly Patient[],
	byName: readonly Patient[] = [],
): ExistingPatient {
	const same = [...byAddress, ...byName].filter((patient) => isSame(sought, patient));
	const ids = distinctIds(same);
	if (ids.length > 1) return { is: 'unclear', because: 'several', ids };
	if (ids[0]) return { is: 'exists', patientId: ids[0] };

	const family = byAddress.filter(({ lastName }) => namesAgree(sought.lastName, lastName));
	const otherBirthDate = family.filter((patient) => firstNamesAgree(sought, patient));
	if (otherBirthDate.length > 0) {
		return { is: 'unclear', because: 'otherBirthDate', ids: distinctIds(otherBirthDate) };
	}
	const otherFirstName = family.filter(({ birthDate }) => birthDate === sought.birthDate);
	return otherFirstName.length > 0
		? { is: 'unclear', because: 'otherFirstName', ids: distinctIds(otherFirstName) }
		: { is: 'absent' };
}

function isSame(sought: PatientIdentity, patient: Patient): boolean {
	return (
		sought.birthDate !== '' &&
		patient.lastName !== '' &&
		namesAgree(sought.lastName, patient.lastName) &&
		firstNamesAgree(sought, patient) &&
		sought.birthDate === patient.birthDate
	);
}

/** A middle name that only one side has makes no difference. */
function firstNamesAgree(sought: PatientIdentity, patient: Patient): boolean {
	const [a, b] = [sought.firstName, patient.firstName].map((name) => name.trim().split(/\s+/));
	if (!a?.[0] || !b?.[0]) return false;
	const length = Math.min(a.length, b.length);
	const start = (words: string[]) => words.slice(0, length).join(' ');
	return namesAgree(a.join(''), b.join('')) || namesAgree(start(a), start(b));
}

function distinctIds(patients: readonly Patient[]): string[] {
	return [...new Set(patients.map(({ id }) => id))];
}
