import type { INodeProperties } from 'n8n-workflow';

interface Locator {
	displayName: string;
	name: string;
	description: string;
	searchListMethod: string;
	placeholder: string;
}

/** Something of the location that can be picked from its list or typed by name. */
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
	description:
		'The pipeline, by its name in the CRM. Empty: nothing is looked up and nothing moves.',
	searchListMethod: 'searchPipelines',
	placeholder: 'e.g. Surgical Pipeline',
});

export const stageLocator: INodeProperties = {
	...locator({
		displayName: 'Stage',
		name: 'stage',
		description: 'The stage to move to, by its name in the pipeline. Empty: nothing moves.',
		searchListMethod: 'searchStages',
		placeholder: 'e.g. Consult Booked',
	}),
	typeOptions: { loadOptionsDependsOn: ['pipeline.value'] },
};

export const fieldLocator = locator({
	displayName: 'Field',
	name: 'field',
	description: 'The custom field, by its name in the CRM',
	searchListMethod: 'searchFields',
	placeholder: 'e.g. Next Visit Date',
});

export const tagsLocator = locator({
	displayName: 'Tags',
	name: 'tags',
	description: 'One tag, or several by name with commas in between or as a list from an expression',
	searchListMethod: 'searchTags',
	placeholder: 'e.g. Appointment Booked, Patient',
});

export const tagLocator = locator({
	displayName: 'Tag',
	name: 'tag',
	description: 'The tag whose putting on starts the workflow, in upper or lower case',
	searchListMethod: 'searchTags',
	placeholder: 'e.g. ModMed Create',
});
