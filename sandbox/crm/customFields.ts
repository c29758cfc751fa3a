import type { Answer, Exchange } from '../http/exchange';
import { asList, asText, type Json } from '../http/json';
import { checked, checkQuery, type Dto } from './dto';
import { badRequest, notFound, unprocessable } from './refusals';
import type { CustomField, FieldModel } from './types';
import type { CrmWorld } from './world';

const DATA_TYPES = [
	'TEXT',
	'LARGE_TEXT',
	'NUMERICAL',
	'FLOAT',
	'MONETORY',
	'PHONE',
	'EMAIL',
	'SINGLE_OPTIONS',
	'MULTIPLE_OPTIONS',
	'RADIO',
	'CHECKBOX',
	'DATE',
	'TIME',
	'TEXTBOX_LIST',
	'FILE_UPLOAD',
	'SIGNATURE',
];

const createDto: Dto = {
	allowed: {
		name: 'text',
		dataType: 'text',
		placeholder: 'text',
		acceptedFormat: 'texts',
		isMultipleFile: 'boolean',
		maxNumberOfFiles: 'number',
		textBoxListOptions: 'list',
		position: 'number',
		model: 'text',
		options: 'list',
	},
	required: ['name', 'dataType'],
};

function view(field: CustomField, world: CrmWorld): Json {
	return { ...field, locationId: world.identity.locationId };
}

export function listFields(exchange: Exchange, world: CrmWorld): Answer {
	checkQuery(exchange, ['model']);
	const model = exchange.query.get('model') ?? 'all';
	if (!['contact', 'opportunity', 'all'].includes(model)) {
		unprocessable('model must be one of the following values: contact, opportunity, all');
	}
	const fields = world.fields.filter((field) => model === 'all' || field.model === model);
	return { status: 200, body: { customFields: fields.map((field) => view(field, world)) } };
}

export function getField(exchange: Exchange, world: CrmWorld): Answer {
	const wanted = exchange.params.id;
	const field = world.fields.find(({ id, fieldKey }) => id === wanted || fieldKey === wanted);
	if (!field) return notFound('Custom field not found');
	return { status: 200, body: { customField: view(field, world) } };
}

export function createField(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, createDto);
	const name = asText(body.name);
	const model = (body.model ?? 'contact') as FieldModel;
	if (!['contact', 'opportunity'].includes(model)) {
		unprocessable('model must be one of the following values: contact, opportunity');
	}
	if (!DATA_TYPES.includes(asText(body.dataType))) unprocessable('dataType is not supported');
	const taken = world.fields.some(
		(field) => field.model === model && field.name.toLowerCase() === name.toLowerCase(),
	);
	if (taken && world.unknowns.get('duplicateFieldName') === 'rejected') {
		badRequest('A custom field with this name already exists');
	}
	const field = addField(name, asText(body.dataType), model, world);
	field.placeholder = asText(body.placeholder);
	field.picklistOptions = asList(body.options).map(asText);
	return { status: 201, body: { customField: view(field, world) } };
}

export function addField(
	name: string,
	dataType: string,
	model: FieldModel,
	world: CrmWorld,
): CustomField {
	const key = name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
	const field: CustomField = {
		id: world.ids.next(),
		name,
		fieldKey: `${model}.${key}`,
		dataType,
		model,
		position: world.fields.length * 50,
		placeholder: '',
		picklistOptions: [],
	};
	world.fields.push(field);
	return field;
}
