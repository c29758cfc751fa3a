import type { NamedAppointment } from '../appointment/appointment';
import type { Category } from '../vocabulary';
import { localMoment } from './practiceTime';

/** The note's lines about what happened in ModMed. The workflow adds the one about the pipeline. */
export function noteText(event: NamedAppointment & { category: Category }, zone: string): string {
	const lines: Array<[label: string, value: string]> = [
		['Status', event.statusName],
		['Type', event.typeName],
		['Category', event.category],
		['Provider', event.providerName],
		['Location', event.locationName],
		['When', localMoment(event.start, zone)],
		['Description', event.description],
	];
	return [
		`ModMed appointment: ${event.statusName}`,
		...lines.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`),
	].join('\n');
}
