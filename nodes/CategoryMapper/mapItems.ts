import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Appointment, NamedAppointment } from '../../domain/appointment/appointment';
import type { PracticeRules } from '../../domain/sync/syncPlan';
import { planSync } from '../../domain/sync/syncPlan';
import { toNodeError } from '../shared/nodeError';
import { errorItem } from '../shared/runItems';
import { nearestTypes } from './nearestTypes';
import { readPracticeRules } from './practiceRules';

export const OUTPUT_NAMES = ['Move', 'No Move', 'Unmapped'] as const;

interface AppointmentItem {
	appointment: NamedAppointment & { eventKey?: string };
	patientAppointments: Appointment[];
}

/** One output for each answer: the opportunity moves, it stays, or nobody has said what to do. */
export function mapItems(this: IExecuteFunctions): INodeExecutionData[][] {
	let rules: PracticeRules | undefined;
	const clock = { zone: this.getTimezone(), now: new Date().toISOString() };
	const outputs: INodeExecutionData[][] = OUTPUT_NAMES.map(() => []);

	this.getInputData().forEach(({ json }, itemIndex) => {
		const pairedItem = { item: itemIndex };
		try {
			// Here and not before the loop: n8n takes what a node throws for its first output.
			rules ??= readPracticeRules.call(this);
			const { appointment, patientAppointments } = readItem.call(this, json);
			const plan = planSync(appointment, patientAppointments, rules, clock);
			if ('unmapped' in plan) {
				const types = rules.mappings.map(({ appointmentType }) => appointmentType);
				outputs[2].push({
					json: unmappedItem(appointment, UNMAPPED[plan.unmapped], types),
					pairedItem,
				});
			} else {
				outputs[plan.moves ? 0 : 1].push({ json: { ...json, ...plan }, pairedItem });
			}
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error, itemIndex);
			if (!this.continueOnFail()) throw nodeError;
			outputs[2].push(errorItem(nodeError, itemIndex));
		}
	});
	return outputs;
}

const UNMAPPED = {
	noType: {
		reason: 'The appointment has no type in ModMed.',
		nextStep: 'Give it one there: that change brings it here again.',
	},
	notListed: {
		reason: "The type is not listed in the Category Mapper's 'Appointment Types'.",
		nextStep: 'Add it there, spelled as in ModMed, with its category: Catch up brings what waits.',
	},
	contradictory: {
		reason: 'The type is listed twice in the Category Mapper, under different categories.',
		nextStep: 'Take one of the two rows out: Catch up brings what waits.',
	},
};

/** What support needs to map the type; nothing of the patient. */
function unmappedItem(
	{ id, eventKey, typeName }: AppointmentItem['appointment'],
	why: { reason: string; nextStep: string },
	types: string[],
): IDataObject {
	return {
		eventKey: eventKey ?? '',
		appointmentId: id,
		appointmentType: typeName,
		...why,
		nearestTypes: nearestTypes(typeName, types),
	};
}

function readItem(this: IExecuteFunctions, json: IDataObject): AppointmentItem {
	const { appointment, patientAppointments = [] } = json as Partial<IDataObject>;
	if (!isAppointment(appointment) || !isListOfAppointments(patientAppointments)) {
		throw new NodeOperationError(this.getNode(), 'There is no appointment in this item', {
			description:
				"Connect 'ModMed > Appointment > Get' before this node, or set 'Output' of the ModMed Trigger to 'Full Data'.",
		});
	}
	return { appointment, patientAppointments };
}

function isAppointment(value: unknown): value is NamedAppointment {
	return typeof value === 'object' && value !== null && 'typeName' in value && 'status' in value;
}

function isListOfAppointments(value: unknown): value is Appointment[] {
	return Array.isArray(value) && value.every(isAppointment);
}
