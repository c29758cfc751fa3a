import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { checkFieldType, fieldTypeName, ready } from '../../../../domain/crm/goLive';
import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { missingTags } from '../../../../domain/crm/tagSets';
import { toLabels } from '../../../../domain/text/label';
import { asItems, runCheck } from './goLiveLines';
import { valueParameter } from '../parameters';
import type { CrmClient } from '../../transport/client';
import type { CrmField } from '../../../../domain/crm/crmField';
import { findField } from '../../../../domain/crm/crmField';
import { readFields } from '../../resources/field/customFields';
import { asRecord, asRecords, asText } from '../../../../domain/coerce';
import { createField, createTag } from '../../resources/locationSetUp';
import { readTags } from '../../resources/locationTags';
import type { Execute } from '../../../shared/operation';
import { setUpFields } from './setUp.description';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['location'], operation: ['setUp'] } },
	setUpFields,
);

type FieldDefinition = Pick<CrmField, 'name' | 'dataType'>;

/** Creates what is missing and leaves everything else alone, so it can be run again at any time. */
export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const rows = asRecords(asRecord(valueParameter(context, 'contactFields', itemIndex)).row);
	const fields = rows
		.map(({ name, dataType }) => ({ name: asText(name), dataType: asText(dataType) }))
		.filter(({ name }) => name !== '');
	const tags = toLabels(valueParameter(context, 'locationTags', itemIndex));

	const ofFields = await runCheck(crm, async () => await setUpContactFields(crm, fields));
	return asItems([...ofFields, ...(await runCheck(crm, async () => await setUpTags(crm, tags)))]);
};

async function setUpContactFields(
	crm: CrmClient,
	wanted: readonly FieldDefinition[],
): Promise<GoLiveLine[]> {
	const known = await readFields(crm, crm.startedAt);
	const lines: GoLiveLine[] = [];
	for (const field of wanted) {
		lines.push(...(await runCheck(crm, async () => [await setUpField(crm, field, known)])));
	}
	return lines;
}

async function setUpField(
	crm: CrmClient,
	{ name, dataType }: FieldDefinition,
	known: readonly CrmField[],
): Promise<GoLiveLine> {
	const field = findField(known, name);
	if (field) return checkFieldType(name, dataType, field.dataType);
	await createField(crm, name, dataType);
	return ready(`Field "${name}": ${fieldTypeName(dataType)}, created now`);
}

async function setUpTags(crm: CrmClient, wanted: readonly string[]): Promise<GoLiveLine[]> {
	const missing = missingTags(wanted, await readTags(crm, crm.startedAt));
	const lines: GoLiveLine[] = [];
	for (const tag of wanted) {
		lines.push(
			...(await runCheck(crm, async () => [await setUpTag(crm, tag, missing.includes(tag))])),
		);
	}
	return lines;
}

async function setUpTag(crm: CrmClient, tag: string, isMissing: boolean): Promise<GoLiveLine> {
	if (!isMissing) return ready(`Tag "${tag}"`);
	await createTag(crm, tag);
	return ready(`Tag "${tag}", created now`);
}
