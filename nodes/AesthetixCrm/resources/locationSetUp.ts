import { missingTags } from '../../../domain/crm/tagSets';
import type { CrmClient } from '../transport/client';
import type { CrmRequest } from '../transport/send';
import { findField } from '../../../domain/crm/crmField';
import { readFields } from './field/customFields';
import { asRecord } from '../../../domain/coerce';
import { readTags } from './locationTags';
import { writeOnce } from '../transport/writeOnce';

/**
 * The settings of the location, such as `allowDuplicateContact`.
 * https://marketplace.gohighlevel.com/docs/ghl/locations/get-location
 */
export async function readSettings(crm: CrmClient): Promise<Record<string, unknown>> {
	const { location } = await crm.request({
		method: 'GET',
		path: pathOf(crm),
		what: 'the settings of the location',
		scope: 'locations.readonly',
	});
	return asRecord(asRecord(location).settings);
}

/** https://marketplace.gohighlevel.com/docs/ghl/locations/create-custom-field */
export async function createField(crm: CrmClient, name: string, dataType: string): Promise<void> {
	const request: CrmRequest = {
		method: 'POST',
		path: `${pathOf(crm)}/customFields`,
		body: { name, dataType, model: 'contact' },
		what: `the new field "${name}"`,
		scope: 'locations/customFields.write',
	};
	await write(crm, request, async () => {
		crm.location.fields.drop();
		return findField(await readFields(crm), name) !== undefined;
	});
	crm.location.fields.drop();
}

/** https://marketplace.gohighlevel.com/docs/ghl/locations/create-tag */
export async function createTag(crm: CrmClient, name: string): Promise<void> {
	const request: CrmRequest = {
		method: 'POST',
		path: `${pathOf(crm)}/tags`,
		body: { name },
		what: `the new tag "${name}"`,
		scope: 'locations/tags.write',
	};
	await write(crm, request, async () => {
		crm.location.tags.drop();
		return missingTags([name], await readTags(crm)).length === 0;
	});
	crm.location.tags.drop();
}

async function write(
	crm: CrmClient,
	request: CrmRequest,
	isDone: () => Promise<boolean>,
): Promise<void> {
	const answer = await writeOnce(crm, request, async () => ((await isDone()) ? {} : undefined));
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);
}

function pathOf({ location }: CrmClient): string {
	return `/locations/${encodeURIComponent(location.locationId)}`;
}
