import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { readAppointmentItem } from '../../../nodes/CategoryMapper/appointmentItem';
import { appointment } from '../../domain/people';
import { nodeOf } from '../../support/runNode';

const node: INode = nodeOf('Category Mapper', 'categoryMapper', {});
const read = (item: object) => readAppointmentItem(node, item as IDataObject);

describe('readAppointmentItem', () => {
	it('reads what ModMed > Appointment > Get gives, and nothing else', () => {
		const given = { ...appointment(), eventKey: 'Appointment/1#abc', comment: 'Not for the sync' };
		const other = appointment({ id: '2' });
		expect(read({ appointment: given, patient: {}, patientAppointments: [other] })).toEqual({
			appointment: appointment(),
			eventKey: 'Appointment/1#abc',
			patientAppointments: [other],
		});
	});

	it('takes an appointment without the others of its patient', () => {
		expect(read({ appointment: appointment() })).toEqual({
			appointment: appointment(),
			eventKey: '',
			patientAppointments: [],
		});
	});

	it('reads a value of another type as empty, whatever it holds', () => {
		const odd = { ...appointment(), start: null, providerName: { text: 'Dr. Ada Sample' } };
		expect(read({ appointment: odd }).appointment).toEqual(
			appointment({ start: '', providerName: '' }),
		);
	});

	it.each([
		['no appointment', {}],
		['a FHIR resource', { appointment: { resourceType: 'Appointment', status: 'booked' } }],
		['an appointment without a status', { appointment: { ...appointment(), status: null } }],
		['a list that is none', { appointment: appointment(), patientAppointments: {} }],
		['a list that holds something else', { appointment: appointment(), patientAppointments: [1] }],
	])('refuses %s', (_, item) => {
		expect(() => read(item)).toThrow('There is no appointment in this item');
	});
});
