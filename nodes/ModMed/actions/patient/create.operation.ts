import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { PatientAttribute, PatientForm } from '../../../../domain/patient/patientAttributes';
import { ATTRIBUTE_LABELS, missingNote } from '../../../../domain/patient/patientAttributes';
import { missingAttributes, readPatientForm } from '../../../../domain/patient/newPatient';
import { asText } from '../../../../domain/coerce';
import { lastAttemptOf } from '../../../shared/createOptions';
import type { Execute } from '../../../shared/operation';
import type { ModMedClient } from '../../transport/client';
import { createPatient } from '../../resources/createPatient';
import { collectionOf } from '../parameters';
import { ASKED_BY_MODMED } from './create.description';
import type { CreateOutcome } from './createOutcome';
import { alreadyLinked, describeCreation, describeMissing, withSentences } from './createOutcome';

export { description } from './create.description';

export const execute: Execute<ModMedClient> = async (context, itemIndex, client) => {
	const options = collectionOf(context, 'options', itemIndex);
	const outcome = await outcomeOf(context, client, itemIndex, options);
	return withSentences(outcome, Number(options.attempt), asText(options.noteWhenNotCreated));
};

async function outcomeOf(
	context: IExecuteFunctions,
	client: ModMedClient,
	itemIndex: number,
	options: Record<string, unknown>,
): Promise<CreateOutcome> {
	const knownPatientId = asText(options.knownPatientId);
	if (knownPatientId !== '') return alreadyLinked(knownPatientId);
	const entered = readParameters(context, itemIndex);
	const zone = context.getTimezone();
	const today = DateTime.now().setZone(zone).toFormat('yyyy-MM-dd');
	const patient = readPatientForm(entered, zone, today);
	const missing = missingAttributes(patient, requiredOf(context, itemIndex));
	if (missing.length > 0) return describeMissing(missing, missingNote(entered, missing));
	const attempt = lastAttemptOf(options);
	return describeCreation(await createPatient(context.getNode(), client, patient, attempt));
}

function readParameters(context: IExecuteFunctions, itemIndex: number): PatientForm {
	const text = (name: PatientAttribute) => asText(context.getNodeParameter(name, itemIndex, ''));
	const more = collectionOf(context, 'additionalFields', itemIndex);
	return {
		firstName: text('firstName'),
		lastName: text('lastName'),
		email: text('email'),
		phone: text('phone'),
		// An expression may give a date object of luxon instead of a text.
		birthDate: context.getNodeParameter('birthDate', itemIndex, '') ?? '',
		gender: text('gender'),
		addressLine: asText(more.addressLine),
		city: asText(more.city),
		state: asText(more.state),
		postalCode: asText(more.postalCode),
	};
}

function requiredOf(context: IExecuteFunctions, itemIndex: number): PatientAttribute[] {
	const chosen = [context.getNodeParameter('requiredFields', itemIndex, ASKED_BY_MODMED)].flat();
	const known = Object.keys(ATTRIBUTE_LABELS) as PatientAttribute[];
	return known.filter((attribute) => chosen.includes(attribute));
}
