import type { TemplateLock } from '../../domain/template/templateLock';
import { lockOf } from '../../domain/template/templateLock';
import setUpLocation from '../../workflows/00-set-up-location.json';
import syncAppointments from '../../workflows/01-sync-appointments.json';
import syncPatients from '../../workflows/02-sync-patients.json';
import syncCharges from '../../workflows/03-sync-charges.json';
import createPatient from '../../workflows/04-create-patient.json';
import copyBirthday from '../../workflows/05-copy-birthday.json';
import catchUp from '../../workflows/06-catch-up.json';
import reportFailures from '../../workflows/07-report-failures.json';
import verifyLocks from '../../workflows/08-verify-locks.json';
import recordOutcome from '../../workflows/20-record-outcome.json';

const DELIVERED = [
	setUpLocation,
	syncAppointments,
	syncPatients,
	syncCharges,
	createPatient,
	copyBirthday,
	catchUp,
	reportFailures,
	verifyLocks,
	recordOutcome,
];

let locks: ReadonlyMap<string, TemplateLock> | undefined;

/** The locks of the templates this pack was built with, by workflow ID. */
export function deliveredLocks(): ReadonlyMap<string, TemplateLock> {
	return (locks ??= new Map(DELIVERED.map((template) => [template.id, lockOf(template)])));
}
