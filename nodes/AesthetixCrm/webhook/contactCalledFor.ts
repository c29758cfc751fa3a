import { isResourceId } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';

/**
 * The contact a workflow of the CRM calls for, or the empty text where it names none or is one of
 * another location. Of all that it sends nothing else is read.
 */
export function contactCalledFor(body: unknown, locationId: string): string {
	const { contact_id: contact, location } = asRecord(body);
	const id = asText(contact);
	const from = asText(asRecord(location).id) || locationId;
	return isResourceId(id) && from === locationId ? id : '';
}
