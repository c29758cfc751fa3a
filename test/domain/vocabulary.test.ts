import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';

import { setUpFields } from '../../nodes/AesthetixCrm/actions/location/setUp.description';
import { checkFields } from '../../nodes/AesthetixCrm/actions/location/check.description';
import { ruleFields } from '../../nodes/CategoryMapper/descriptions/ruleFields';
import { isMoving } from '../../domain/appointment/category';
import { asRecord, asRecords } from '../../domain/coerce';
import { planSync } from '../../domain/sync/syncPlan';
import { stagesOf } from '../../domain/sync/stages';
import {
	CATEGORIES,
	DEFAULT_STAGE_TABLE,
	FIELD_TYPES,
	FIELDS,
	MOVING_CATEGORIES,
	PIPELINE_OF,
	PIPELINES,
	STATUS_GROUPS,
	TAGS,
} from '../../domain/vocabulary';
import { rowsOf, sectionOf } from '../docs/support/tables';
import { appointment, clock, rules } from './people';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

const fields = Object.values(FIELDS);
const fieldNames: string[] = fields.map(({ name }) => name);
const tags: string[] = Object.values(TAGS);
const stageRows = MOVING_CATEGORIES.map((category) => ({
	category,
	...DEFAULT_STAGE_TABLE[category],
}));

function defaultOf(properties: INodeProperties[], name: string): unknown {
	return properties.find((property) => property.name === name)?.default;
}

describe('the guide', () => {
	it('has these stages, in these pipelines', () => {
		expect(stageRows.map((row) => [PIPELINE_OF[row.category], ...Object.values(row)])).toEqual([
			['surgical', 'Surgical Consult', 'Consult Booked', 'Consult Complete', 'Cancelled / No-Show'],
			[
				'surgical',
				'Surgical Appointment',
				'Surgery Scheduled',
				'Surgery Complete',
				'Cancelled / No-Show',
			],
			['nonSurgical', 'Non-Surgical Consult', 'Booked', 'Patient', 'Cancelled / No-Show'],
			['nonSurgical', 'Non-Surgical Appointment', 'Booked', 'Patient', 'Cancelled / No-Show'],
		]);
	});
});

describe('the sync plan', () => {
	const statuses = ['booked', 'fulfilled', 'cancelled'];
	const plans = statuses.flatMap((status) =>
		rules.mappings.map(({ appointmentType }) =>
			planSync(appointment({ status, typeName: appointmentType }), [], rules, clock),
		),
	);

	it('writes only fields that the set-up creates', () => {
		const written = plans.flatMap((plan) => ('fields' in plan ? Object.keys(plan.fields) : []));
		const notFromAppointments: string[] = [FIELDS.birthday.name, FIELDS.lifetimeValue.name];
		expect(sorted(written)).toEqual(
			sorted(fieldNames.filter((name) => !notFromAppointments.includes(name))),
		);
	});

	it('changes only tags that the set-up creates', () => {
		const changed = plans.flatMap((plan) =>
			'tags' in plan ? [...plan.tags.add, ...plan.tags.remove] : [],
		);
		expect(sorted(changed)).toEqual(sorted(tags.filter((tag) => tag !== TAGS.createPatient)));
	});
});

describe('the nodes', () => {
	it('set up every field with its type', () => {
		expect(defaultOf(setUpFields, 'contactFields')).toEqual({ row: fields });
	});

	it('set up every tag', () => {
		expect(defaultOf(setUpFields, 'locationTags')).toBe(tags.join(', '));
	});

	it('check every pipeline with its stages', () => {
		const rows = asRecords(asRecord(defaultOf(checkFields, 'pipelines')).row);
		expect(rows.map(({ pipeline }) => pipeline)).toEqual(Object.values(PIPELINES));
		for (const { pipeline, stages } of rows) {
			expect(String(stages).split(', ')).toEqual(
				stagesOf(String(pipeline), DEFAULT_STAGE_TABLE, PIPELINES),
			);
		}
	});

	it('offer every category in the Category Mapper, and start from the stage table', () => {
		const [mappings] = ruleFields.filter(({ name }) => name === 'mappings');
		const offered = JSON.stringify(mappings?.options);
		for (const category of CATEGORIES) expect(offered).toContain(JSON.stringify(category));
		expect(defaultOf(ruleFields, 'stages')).toEqual({ row: stageRows });
		expect(defaultOf(ruleFields, 'surgicalPipeline')).toBe(PIPELINES.surgical);
		expect(defaultOf(ruleFields, 'nonSurgicalPipeline')).toBe(PIPELINES.nonSurgical);
	});
});

describe("the customers' page", () => {
	const PAGE = 'docs/customers.md';

	it('lists every field with its type', () => {
		const listed = rowsOf(PAGE, '## Fields').map(([name, type]) => [name, type]);
		expect(listed).toEqual(fields.map(({ name, dataType }) => [name, FIELD_TYPES[dataType]]));
	});

	it('lists every tag', () => {
		expect(rowsOf(PAGE, '## Tags').map(([tag]) => tag)).toEqual(tags);
	});

	it('has the stage table', () => {
		const head = ['Category', 'Pipeline', ...Object.values(STATUS_GROUPS)];
		expect(sectionOf(PAGE, '## Stages')).toContain(`| ${head.join(' | ')} |`);
		expect(rowsOf(PAGE, '## Stages')).toEqual(
			CATEGORIES.map((category) =>
				isMoving(category)
					? [
							category,
							PIPELINES[PIPELINE_OF[category]],
							...Object.values(DEFAULT_STAGE_TABLE[category]),
						]
					: [category, ...head.slice(1).map(() => '–')],
			),
		);
	});
});

describe('the templates', () => {
	const templates = readdirSync(join(ROOT, 'workflows'), { recursive: true })
		.map(String)
		.filter((path) => path.endsWith('.json'))
		.map((path) => read(`workflows/${path}`));
	const nodes = templates.flatMap((text) => asRecords(asRecord(JSON.parse(text)).nodes));
	const ofType = (type: string) =>
		nodes
			.filter((node) => String(node.type).endsWith(`.${type}`))
			.map(({ parameters }) => asRecord(parameters));
	const crmNodes = [...ofType('aesthetixCrm'), ...ofType('aesthetixCrmTrigger')];

	it('start their Category Mappers from the stage table', () => {
		const mappers = ofType('categoryMapper').filter(({ stages }) => stages !== undefined);
		expect(mappers).not.toEqual([]);
		for (const { stages, surgicalPipeline, nonSurgicalPipeline } of mappers) {
			expect(stages).toEqual({ row: stageRows });
			expect({ surgical: surgicalPipeline, nonSurgical: nonSurgicalPipeline }).toEqual(PIPELINES);
		}
	});

	it('name no field that the set-up does not create', () => {
		const ofTheContactForm = ['Gender'];
		const named = crmNodes.flatMap(({ field, onlyForward, where, ...others }) => [
			...plainName(field),
			...(typeof onlyForward === 'string' ? onlyForward.split(/, */) : []),
			...asRecords(asRecord(where).condition).flatMap((condition) => plainName(condition.field)),
			...namedIn(JSON.stringify(others), /fields\['([^']+)'\]/g),
			...namedIn(String(others.fieldsObject ?? ''), /'([^']+)':/g),
		]);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((name) => ![...fieldNames, ...ofTheContactForm].includes(name))).toEqual(
			[],
		);
	});

	it('name no tag that neither the set-up nor the template itself creates', () => {
		const own = crmNodes
			.filter(({ createMissing }) => createMissing === true)
			.flatMap((parameters) => plainName(parameters.tags));
		const named = crmNodes.flatMap(({ tag, tags: changed, withTags, keyOfTag }) => [
			...[tag, changed].flatMap(plainName),
			...[withTags, keyOfTag].filter((name) => typeof name === 'string'),
		]);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((name) => ![...tags, ...own].includes(name))).toEqual([]);
	});

	/** The name chosen in a resource locator, unless it is an expression. */
	function plainName(locator: unknown): string[] {
		const { value } = asRecord(locator);
		return typeof value === 'string' && !value.startsWith('=') ? [value] : [];
	}

	function namedIn(text: string, pattern: RegExp): string[] {
		return [...text.matchAll(pattern)].map(([, name]) => name ?? '');
	}
});
