import type { Expected, Scene } from './day';

const shows = (status: string, category: string, ...stages: string[]): Expected => ({
	status,
	category,
	stages,
});

const morning: Scene = {
	title: 'Morning: the front desk books and confirms',
	steps: [
		{
			patient: 'testa',
			event: 'books and confirms a consult',
			play: (day) => day.confirm('testa', 'surgicalConsult', true),
			expected: shows('Confirmed', 'Surgical Consult', 'Consult Booked'),
		},
		{
			patient: 'fiona',
			event: 'confirms surgery; has Botox plans, too',
			play: (day) => day.confirm('fiona', 'surgicalAppointment', true),
			expected: shows('Confirmed', 'Surgical Appointment', 'Surgery Scheduled', 'New Lead'),
		},
		{
			patient: 'omar',
			event: 'books Botox',
			play: (day) => void day.book('omar', 'nonSurgicalAppointment', false),
			expected: shows('Pending', 'Non-Surgical Appointment', 'Booked'),
		},
		{
			patient: 'paula',
			event: 'confirms a Botox consult',
			play: (day) => day.confirm('paula', 'nonSurgicalConsult', false),
			expected: shows('Confirmed', 'Non-Surgical Consult', 'Booked'),
		},
		{
			patient: 'ines',
			event: 'confirms a pre-op visit',
			play: (day) => day.confirm('ines', 'preOp', true),
			expected: shows('Confirmed', 'Pre-Op', 'New Lead'),
		},
		{
			patient: 'gus',
			event: 'confirms a consult; has no opportunity',
			play: (day) => day.confirm('gus', 'rhinoplastyConsult', true),
			expected: shows('Confirmed', 'Surgical Consult'),
		},
		{
			patient: 'twyla',
			event: 'books a type that is not on the sheet',
			play: (day) => void day.book('twyla', 'unmapped', false),
		},
		{
			patient: 'max',
			event: 'confirms a visit of a Block type, beside a block in the calendar',
			play: (day) => {
				day.blockCalendar();
				day.confirm('max', 'block', true);
			},
			expected: shows('Confirmed', 'Block', 'New Lead'),
		},
	],
};

const afternoon: Scene = {
	title: 'Afternoon: patients come, cancel and move',
	steps: [
		{
			patient: 'testa',
			event: 'checks in and out',
			play: (day) => {
				day.practice.setStatus(day.of('testa'), 'checked-in');
				day.practice.setStatus(day.of('testa'), 'fulfilled');
			},
			expected: shows('Checked-Out', 'Surgical Consult', 'Consult Complete'),
		},
		{
			patient: 'fiona',
			event: 'checks in',
			play: (day) => void day.practice.setStatus(day.of('fiona'), 'checked-in'),
			expected: shows('Checked-In', 'Surgical Appointment', 'Surgery Scheduled', 'New Lead'),
		},
		{
			patient: 'omar',
			event: 'moves to another day',
			play: (day) => void day.practice.reschedule(day.of('omar'), day.inHours(72)),
			expected: shows('Pending', 'Non-Surgical Appointment', 'Booked'),
		},
		{
			patient: 'paula',
			event: 'cancels',
			play: (day) => void day.practice.setStatus(day.of('paula'), 'cancelled'),
			expected: shows('Cancelled', 'Non-Surgical Consult', 'Cancelled / No-Show'),
		},
		{
			patient: 'ines',
			event: 'checks out of the pre-op visit',
			play: (day) => void day.practice.setStatus(day.of('ines'), 'fulfilled'),
			expected: shows('Checked-Out', 'Pre-Op', 'New Lead'),
		},
	],
};

export const SCENES: Scene[] = [morning, afternoon];
