import { seed } from '../../sandbox';
import type { SheetRow } from '../templates';

const { TYPES } = seed;

const CATEGORIES: Array<[keyof typeof TYPES, string]> = [
	['surgicalConsult', 'Surgical Consult'],
	['rhinoplastyConsult', 'Surgical Consult'],
	['surgicalAppointment', 'Surgical Appointment'],
	['nonSurgicalConsult', 'Non-Surgical Consult'],
	['nonSurgicalAppointment', 'Non-Surgical Appointment'],
	['laserHairRemoval', 'Non-Surgical Appointment'],
	['preOp', 'Pre-Op'],
	['postOp', 'Post-Op'],
	['block', 'Block'],
	['lunch', 'Block'],
];

/** The simulated practice's Appointment Categorization sheet. It lacks one of the practice's types. */
export function practiceSheet(): SheetRow[] {
	return CATEGORIES.map(([type, category]) => ({ appointmentType: TYPES[type].name, category }));
}
