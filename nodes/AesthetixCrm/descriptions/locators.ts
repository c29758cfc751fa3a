import type { INodeProperties } from 'n8n-workflow';

interface Locator {
	displayName: string;
	name: string;
	description: string;
	searchListMethod: string;
	placeholder: string;
}

/** Something of the location that is picked from a list or entered by name. */
function locator({ searchListMethod, placeholder, ...shown }: Locator): INodeProperties {
	return {
		...shown,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder },
		],
	};
}

export const pipelineLocator = locator({
	displayName: 'Pipeline',
	name: 'pipeline',
	description: 'Name of the pipeline in the CRM. If it is empty, nothing moves.',
	searchListMethod: 'searchPipelines',
	placeholder: 'e.g. Surgical Pipeline',
});

export const stageLocator: INodeProperties = {
	...locator({
		displayName: 'Stage',
		name: 'stage',
		description: 'Name of the stage to move to. If it is empty, nothing moves.',
		searchListMethod: 'searchStages',
		placeholder: 'e.g. Consult Booked',
	}),
	typeOptions: { loadOptionsDependsOn: ['pipeline.value'] },
};

export const fieldLocator = locator({
	displayName: 'Field',
	name: 'field',
	description: 'Name of the custom field in the CRM',
	searchListMethod: 'searchFields',
	placeholder: 'e.g. Next Visit Date',
});

export const tagsLocator = locator({
	displayName: 'Tags',
	name: 'tags',
	description:
		'Name of one or more tags. Separate tags with commas, or use an expression that returns a list.',
	searchListMethod: 'searchTags',
	placeholder: 'e.g. Appointment Booked, Patient',
});

export const tagLocator = locator({
	displayName: 'Tag',
	name: 'tag',
	description: 'Tag that starts the workflow when added. Case does not matter.',
	searchListMethod: 'searchTags',
	placeholder: 'e.g. ModMed Create',
});
