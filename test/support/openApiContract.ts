import Ajv, { type ValidateFunction } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JournalEntry } from '../../sandbox';

const FOLDER = join(__dirname, '../../../shared/contracts/highlevel/apps');
const METHODS_WITH_BODY = ['POST', 'PUT', 'DELETE'];

export const hasContracts = existsSync(FOLDER);

interface Schema {
	[keyword: string]: unknown;
	type?: string;
	properties?: Record<string, Schema>;
	required?: string[];
}
interface Parameter {
	name: string;
	in: string;
	required?: boolean;
	schema?: Schema;
}
interface Operation {
	parameters?: Parameter[];
	requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Contract {
	paths: Record<string, Record<string, Operation>>;
	components: { schemas: Record<string, Schema> };
}

/**
 * What is wrong with a request by the vendor's published contract, whose known defects are mended
 * in memory: they refuse requests that the live service takes, and let others pass.
 */
export function createContractCheck(): (entry: JournalEntry) => string[] {
	const contracts = ['contacts', 'locations', 'opportunities'].map(load);
	const compiled = new Map<Schema, ValidateFunction>();

	return ({ method, path, query, headers, body }) => {
		const found = contracts
			.flatMap((contract) => Object.entries(contract.paths).map((entry) => ({ contract, entry })))
			.filter(({ entry: [, operations] }) => operations[method.toLowerCase()])
			.filter(({ entry: [template] }) => matches(template, path))
			.sort((one, other) => holes(one.entry[0]) - holes(other.entry[0]))[0];
		if (!found) return [`${method} ${path} is not in the contract`];

		const operation = found.entry[1][method.toLowerCase()]!;
		const refusals = [
			...judgeQuery(operation, new URLSearchParams(query)),
			...(headers.version === '2021-07-28' ? [] : ['the header Version is missing']),
		];
		const schema = operation.requestBody?.content['application/json']?.schema;
		if (!schema) return refusals;
		if (!METHODS_WITH_BODY.includes(method)) return refusals;
		const validate = compiled.get(schema) ?? compile(found.contract, schema);
		compiled.set(schema, validate);
		if (!validate(body ?? {})) {
			refusals.push(
				...(validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`),
			);
		}
		return refusals;
	};
}

function load(name: string): Contract {
	const contract = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Contract;
	mend(contract.components.schemas);
	return contract;
}

function mend(schemas: Record<string, Schema>): void {
	for (const schema of Object.values(schemas)) {
		const { properties } = schema;
		if (!properties) continue;
		// The live service refuses what is not declared.
		schema.additionalProperties = false;
		if (properties.dateOfBirth) properties.dateOfBirth = { type: 'string', nullable: true };
		if (properties.field_value?.type === 'object') properties.field_value = { type: 'number' };
		if (properties.key && properties.id) delete schema.required;
	}
	const search = schemas.SearchBodyV2DTO;
	if (!search) return;
	search.properties = {
		locationId: { type: 'string' },
		pageLimit: { type: 'number', minimum: 1, maximum: 500 },
		page: { type: 'number' },
		searchAfter: { type: 'array' },
		query: { type: 'string', maxLength: 75 },
		filters: { type: 'array' },
		sort: { type: 'array' },
	};
	search.required = ['locationId', 'pageLimit'];
}

function judgeQuery({ parameters = [] }: Operation, query: URLSearchParams): string[] {
	const known = parameters.filter((parameter) => parameter.in === 'query');
	const missing = known.filter(({ name, required }) => required && !query.has(name));
	const undeclared = [...query.keys()].filter((key) => !known.some(({ name }) => name === key));
	const outside = known.filter(({ name, schema }) => {
		const allowed = schema?.enum;
		return query.has(name) && Array.isArray(allowed) && !allowed.includes(query.get(name));
	});
	return [
		...missing.map(({ name }) => `the query has no ${name}`),
		...undeclared.map((name) => `the query has an undeclared ${name}`),
		...outside.map(({ name }) => `${name} is none of the allowed values`),
	];
}

function compile({ components }: Contract, schema: Schema): ValidateFunction {
	const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
	return ajv.compile({ ...schema, components });
}

function matches(template: string, path: string): boolean {
	return new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
}

function holes(template: string): number {
	return template.split('{').length;
}
