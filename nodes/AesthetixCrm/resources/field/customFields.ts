import { NodeOperationError } from 'n8n-workflow';

import type { CrmField } from '../../../../domain/crm/crmField';
import { findField } from '../../../../domain/crm/crmField';
import type { CrmClient } from '../../transport/client';
import { asRecords, asText } from '../../../../domain/coerce';

const FIELDS_REQUEST = { what: 'the custom fields', scope: 'locations/customFields.readonly' };

/**
 * The custom fields of the location's contacts, cached for an hour.
 * @param notBefore Unix time in milliseconds: what was read earlier is read again.
 * https://marketplace.gohighlevel.com/docs/ghl/locations/get-custom-fields
 */
export async function readFields(crm: CrmClient, notBefore?: number): Promise<CrmField[]> {
	const reading = crm.location.fields.get(async () => await requestFields(crm), notBefore);
	return await crm.inTime(reading, FIELDS_REQUEST);
}

/** The custom fields of these names, in their order. Throws for a name the location does not have. */
export async function findFields(crm: CrmClient, names: readonly string[]): Promise<CrmField[]> {
	return await Promise.all(names.map(async (name) => await requireField(crm, name)));
}

/** The custom field of this name. Throws where the location does not have it. */
export async function requireField(crm: CrmClient, name: string): Promise<CrmField> {
	const known = findField(await readFields(crm), name);
	if (known) return known;
	const fields = await readFields(crm, crm.startedAt);
	const field = findField(fields, name);
	if (field === undefined) throw unknownField(crm, name, fields);
	return field;
}

async function requestFields(crm: CrmClient): Promise<CrmField[]> {
	const { customFields } = await crm.request({
		method: 'GET',
		path: `/locations/${encodeURIComponent(crm.location.locationId)}/customFields`,
		qs: { model: 'contact' },
		...FIELDS_REQUEST,
	});
	return asRecords(customFields).map(({ id, name, fieldKey, dataType }) => ({
		id: asText(id),
		name: asText(name),
		fieldKey: asText(fieldKey),
		dataType: asText(dataType),
	}));
}

function unknownField(crm: CrmClient, name: string, fields: readonly CrmField[]) {
	const known = fields.map((field) => field.name).slice(0, 20);
	return new NodeOperationError(crm.node, `The CRM has no 'Field' named "${name}"`, {
		description: `Known fields: ${known.join(', ') || 'none'}. The set-up template creates missing fields.`,
	});
}
