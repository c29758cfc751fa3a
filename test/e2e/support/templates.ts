/** The templates by their workflow IDs. */
export const TEMPLATES = {
	setUp: 'modmedSetUpCheck',
	syncAppointments: 'modmedSyncAppts1',
	syncPatients: 'modmedSyncPatnt1',
	syncCharges: 'modmedSyncCharg1',
	createPatient: 'modmedCreatePat1',
	catchUp: 'modmedCatchUpSyn',
	reportFailures: 'modmedReportFail',
	verifyLocks: 'modmedVerifyLock',
	recordOutcome: 'modmedRecordOutc',
} as const;

/** The names that tests need of nodes on the canvas. */
export const NODES = {
	runSetUpByHand: 'Run by hand',
	runByHand: 'By hand',
	everyHour: 'Every hour',
	appointmentChanged: 'Appointment changed in ModMed',
	event: 'Event',
	readAppointment: 'Read the appointment',
	writeNote: 'Write the note',
	describeSuccess: 'Describe the success',
	createPatient: 'Create patient',
	goLiveList: 'Go-live list',
	failureReports: 'Describe the entry',
	lockResults: 'Results',
} as const;
