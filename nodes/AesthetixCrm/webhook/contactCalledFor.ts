import { isId } from '../../../domain/fhir/reference';
import { asObject, asText } from '../transport/json';

/**
 * The contact a workflow of the CRM calls for, or the empty text where it names none or is one of
 * another location. Of all that it sends nothing else is read.
 */
export function contactCalledFor(body: unknown, locationId: string): string {
	const { contact_id: contact, location } = asObject(body);
	const id = asText(contact).trim();
	const from = asText(asObject(location).id) || locationId;
	return isId(id) && from === locationId ? id : '';
}
