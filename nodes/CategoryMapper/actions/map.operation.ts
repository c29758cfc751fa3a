import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { NamedAppointment } from '../../../domain/appointment/appointment';
import type { PracticeRules } from '../../../domain/sync/syncPlan';
import { planSync } from '../../../domain/sync/syncPlan';
import { readAppointmentItem } from '../appointmentItem';
import { nearestTypes } from '../nearestTypes';
import type { Decision } from './operation';

export const outputs = ['Move', 'No Move', 'Unmapped'] as const;

const MOVE = 0;
const NO_MOVE = 1;
const UNMAPPED = 2;

export const description: INodeProperties[] = [];

/** What a change of an appointment does in the CRM: the opportunity moves, it stays, or nobody has said. */
export function execute(
	context: IExecuteFunctions,
	itemIndex: number,
	rules: PracticeRules,
): Decision {
	const json = context.getInputData()[itemIndex]?.json ?? {};
	const { appointment, eventKey, patientAppointments } = readAppointmentItem(
		context.getNode(),
		json,
	);
	const clock = { zone: context.getTimezone(), now: new Date().toISOString() };
	const plan = planSync(appointment, patientAppointments, rules, clock);
	if (!('unmapped' in plan)) {
		return { output: plan.moves ? MOVE : NO_MOVE, json: { ...json, ...plan } };
	}
	const known = rules.mappings.map(({ appointmentType }) => appointmentType);
	return {
		output: UNMAPPED,
		json: {
			eventKey,
			...describeUnmapped(appointment, known),
			...ADVICE[plan.unmapped],
		},
	};
}

const ADVICE = {
	noType: {
		reason: 'The appointment has no type in ModMed.',
		nextStep: 'Give it one in ModMed: saving it triggers the sync again.',
	},
	notListed: {
		reason: "The type is not listed in the Category Mapper's 'Appointment Types'.",
		nextStep:
			'Add it there, spelled as in ModMed, with its category: Catch up syncs the waiting appointments.',
	},
	contradictory: {
		reason: 'The type is listed twice in the Category Mapper, under different categories.',
		nextStep: 'Remove one of the two rows: Catch up syncs the waiting appointments.',
	},
};

/** What support needs to map the type, and nothing about the patient. */
function describeUnmapped({ id, typeName }: NamedAppointment, known: string[]): IDataObject {
	return {
		appointmentId: id,
		appointmentType: typeName,
		nearestTypes: nearestTypes(typeName, known),
	};
}
