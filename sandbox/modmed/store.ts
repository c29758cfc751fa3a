import { copy, type JsonObject } from '../http/json';

export type ResourceType =
	'Appointment' | 'Patient' | 'Practitioner' | 'Location' | 'Encounter' | 'ChargeItem';

/** ModMed's documented largest page of each resource. */
export const PAGE_MAXIMUM: Record<ResourceType, number> = {
	Appointment: 50,
	Patient: 50,
	Encounter: 50,
	ChargeItem: 50,
	Practitioner: 100,
	Location: 100,
};

export interface Resource extends JsonObject {
	resourceType: string;
	id: string;
}

/** Resources as FHIR JSON, with relative references; see `render.ts` for what goes out. */
export class Store {
	private readonly resources = new Map<string, Map<string, Resource>>();
	private lastNumber = 0;

	nextNumber(first: number): number {
		this.lastNumber = Math.max(this.lastNumber, first - 1) + 1;
		return this.lastNumber;
	}

	put(resource: Resource): void {
		const ofType = this.resources.get(resource.resourceType) ?? new Map<string, Resource>();
		ofType.set(resource.id, copy(resource));
		this.resources.set(resource.resourceType, ofType);
	}

	get(type: string, id: string): Resource | undefined {
		const found = this.resources.get(type)?.get(id);
		return found && copy(found);
	}

	all(type: string): Resource[] {
		return [...(this.resources.get(type)?.values() ?? [])].map(copy);
	}

	remove(type: string, id: string): boolean {
		return this.resources.get(type)?.delete(id) ?? false;
	}

	clear(): void {
		this.resources.clear();
		this.lastNumber = 0;
	}
}
