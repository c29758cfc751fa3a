import type { CrmLocation } from '../crm/location';
import { registered } from '../crm/tagNames';
import type { CrmWorld } from '../crm/world';
import { FIELDS, PATIENTS, PIPELINES, TAGS, type SeedPatient } from './names';

/** Custom fields, tags and pipelines; what even an empty location has. */
export function seedSetUp(world: CrmWorld, location: CrmLocation): void {
	for (const [name, dataType] of Object.entries(FIELDS)) location.addField(name, dataType);
	registered([...TAGS], world);
	for (const { name, stages } of Object.values(PIPELINES)) {
		location.addPipeline(name, [...stages]);
	}
}

export function seedContacts(world: CrmWorld, location: CrmLocation): void {
	const { surgical, nonSurgical } = PIPELINES;
	const contact = (person: SeedPatient, ...pipelines: Array<{ name: string }>) => {
		const { firstName, lastName, email, phone } = person;
		const { id } = location.addContact({ firstName, lastName, email, phone });
		for (const { name } of pipelines) location.addOpportunity({ contactId: id, pipeline: name });
	};
	contact(PATIENTS.testa, surgical);
	contact(PATIENTS.max, nonSurgical);
	contact(PATIENTS.fiona, surgical, nonSurgical);
	contact(PATIENTS.paula, nonSurgical);
	contact(PATIENTS.twyla, nonSurgical);
	contact(PATIENTS.gus);
	contact(PATIENTS.ines, surgical);
	contact(PATIENTS.omar, nonSurgical);
	// A lead whom the practice does not know yet, complete enough to be created there.
	location.addContact({
		firstName: 'Lena',
		lastName: 'Leadly',
		email: 'lena.leadly@example.com',
		phone: '5615550120',
		dateOfBirth: '1993-10-10',
		gender: 'female',
	});
	world.contactIndex.settle();
	world.opportunityIndex.settle();
}
