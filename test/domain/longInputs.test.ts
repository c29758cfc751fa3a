import { describe, expect, it } from '@jest/globals';

import { comparableTypeName } from '../../domain/appointment/category';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { readCharge } from '../../domain/charge/readCharge';
import { toDay } from '../../domain/crm/crmDate';
import { formatFieldValue, sameFieldValue } from '../../domain/crm/fieldValue';
import { markerOf, withMarker } from '../../domain/crm/noteMarker';
import { readReference } from '../../domain/fhir/reference';
import { comparableName, namesAgree } from '../../domain/patient/personName';
import { readPatient } from '../../domain/patient/readPatient';
import { phoneDigits, usPhone } from '../../domain/patient/usPhone';
import { sameLabel, toLabels } from '../../domain/text/label';
import { plainLine, plainNote } from '../../domain/text/plainText';

const LETTERS = 100_000;
/** Far more than a reading that goes once through the text, far less than one that goes back. */
const MOST_MS = 1_000;

/** Texts in which a careless pattern goes back and forth, or a careless algorithm sorts for long. */
const TEXTS: Array<[name: string, text: string]> = [
	['digits', `${'1'.repeat(LETTERS)}x`],
	['digits and dots', '1.'.repeat(LETTERS / 2)],
	['spaces', `${' '.repeat(LETTERS)}!`],
	['line breaks', `${'\n'.repeat(LETTERS)}!`],
	['opening brackets', '<'.repeat(LETTERS)],
	['closing brackets', '>'.repeat(LETTERS)],
	['braces', '{'.repeat(LETTERS)],
	['a line of ours', 'Ref: '.repeat(LETTERS / 5)],
	['commas', ','.repeat(LETTERS)],
	['slashes', `${'/'.repeat(LETTERS)}x`],
	['hyphens', '2026-'.repeat(LETTERS / 5)],
	['accents', `e${'\u0316\u0301'.repeat(LETTERS / 2)}`],
	['halves of letters', '\ud83d'.repeat(LETTERS)],
	['email signs', 'a@'.repeat(LETTERS / 2)],
];

const name = (text: string) => [{ text, family: text, given: [text] }];
const coding = (text: string) => ({ text, coding: [{ code: text, display: text }] });

const READINGS: Array<[name: string, read: (text: string) => unknown]> = [
	...['TEXT', 'DATE', 'NUMERICAL', 'MONETORY', 'CHECKBOX'].flatMap(
		(type): Array<[string, (text: string) => unknown]> => [
			[`a value for a ${type} field`, (text) => formatFieldValue(type, text, 'utc')],
			[`the value of a ${type} field`, (text) => sameFieldValue(type, text, 'a')],
		],
	),
	['a day', (text) => toDay(text, 'utc')],
	['a note', (text) => [plainNote(text), withMarker(text, 'Appointment/1#a'), markerOf(text)]],
	['a line', plainLine],
	['an appointment type', comparableTypeName],
	['labels', (text) => [sameLabel(text, `${text}!`), toLabels(text)]],
	['a reference', readReference],
	['a phone number', (text) => [phoneDigits(text), usPhone(text)]],
	['a name', (text) => [comparableName(text), namesAgree(text, `${text}!`)]],
	[
		'a patient',
		(text) =>
			readPatient({
				resourceType: 'Patient',
				id: '1',
				name: name(text),
				birthDate: text,
				gender: text,
				telecom: [{ system: 'phone', value: text }],
				address: [{ line: [text], city: text, postalCode: text }],
			}),
	],
	[
		'an appointment',
		(text) =>
			readAppointment({
				resourceType: 'Appointment',
				id: '1',
				status: text,
				start: text,
				comment: text,
				description: text,
				appointmentType: coding(text),
				participant: [{ actor: { reference: text, display: text } }],
			}),
	],
	[
		'a charge',
		(text) =>
			readCharge({
				resourceType: 'ChargeItem',
				id: '1',
				code: coding(text),
				subject: { reference: text },
				occurrenceDateTime: text,
			}),
	],
];

describe.each(TEXTS)('a text of %s only', (_, text) => {
	it.each(READINGS)('costs no time as %s', (__, read) => {
		const startedAt = performance.now();
		try {
			read(text);
		} catch (error) {
			expect(error).toBeInstanceOf(Error);
		}
		expect(performance.now() - startedAt).toBeLessThan(MOST_MS);
	});
});
