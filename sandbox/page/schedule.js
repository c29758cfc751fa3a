import { dayLabel, dayValue, el, instant, post, timeLabel, timeValue } from './dom.js';

const SHOWN = {
	pending: 'Pending',
	booked: 'Confirmed',
	arrived: 'Arrived',
	'checked-in': 'Checked In',
	fulfilled: 'Checked Out',
	cancelled: 'Cancelled',
	noshow: 'No Show',
};

const ACTIONS = [
	['confirm', 'Confirm', 'booked'],
	['check-in', 'Check in', 'checked-in'],
	['check-out', 'Check out', 'fulfilled'],
	['no-show', 'No show', 'noshow'],
	['cancel', 'Cancel', 'cancelled'],
];

let rescheduling = '';

export function isRescheduling() {
	return rescheduling !== '';
}

export function renderSchedule(target, state, refresh) {
	const days = new Map();
	for (const appointment of state.practice.appointments) {
		const day = dayLabel(appointment.start, state.timezone);
		days.set(day, [...(days.get(day) ?? []), appointment]);
	}
	target.replaceChildren(
		...[...days].map(([day, appointments]) =>
			el(
				'div',
				{ class: 'day' },
				el('h3', {}, day),
				...appointments.map((appointment) => card(appointment, state, refresh)),
			),
		),
	);
}

function card(appointment, state, refresh) {
	const { id, status } = appointment;
	const act = (action, body) => async () => {
		rescheduling = '';
		await post(`appointments/${id}/${action}`, body);
		await refresh();
	};
	const title = appointment.patient || 'Calendar block';
	return el(
		'article',
		{ class: `card appointment ${appointment.patientId ? '' : 'block'}`, 'data-id': id },
		el('span', { class: 'time' }, timeLabel(appointment.start, state.timezone)),
		el(
			'div',
			{ class: 'what' },
			el('strong', {}, title),
			el('span', {}, appointment.type),
			el('small', {}, `${appointment.practitioner} · ${appointment.location}`),
		),
		el('span', { class: `status ${status}` }, SHOWN[status] ?? status),
		el(
			'div',
			{ class: 'actions' },
			...actionsFor(appointment).map(([action, label, leadsTo]) =>
				el('button', { onclick: act(action), disabled: status === leadsTo }, label),
			),
			el('button', { onclick: () => startRescheduling(id, refresh) }, 'Reschedule'),
		),
		rescheduling === id ? rescheduleForm(appointment, state, act) : '',
	);
}

/** Nobody checks in to a calendar block. */
function actionsFor(appointment) {
	return appointment.patientId ? ACTIONS : ACTIONS.filter(([action]) => action === 'cancel');
}

async function startRescheduling(id, refresh) {
	rescheduling = rescheduling === id ? '' : id;
	await refresh();
}

function rescheduleForm(appointment, state, act) {
	const zone = state.timezone;
	const day = el('input', { type: 'date', value: dayValue(appointment.start, zone) });
	const time = el('input', { type: 'time', value: timeValue(appointment.start, zone) });
	const submit = async (event) => {
		event.preventDefault();
		await act('reschedule', { start: instant(day.value, time.value, zone) })();
	};
	return el(
		'form',
		{ class: 'reschedule', onsubmit: submit },
		'Move to',
		day,
		time,
		el('button', { type: 'submit', class: 'primary' }, 'Move'),
	);
}
