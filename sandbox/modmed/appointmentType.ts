export interface AppointmentType {
	code: string;
	name: string;
	/** Inactive types vanish from the list but stay on old appointments. */
	active: boolean;
}
