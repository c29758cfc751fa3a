/** Creates an element. Strings become text nodes, never HTML. */
export function el(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
		else if (value === true) element.setAttribute(name, '');
		else if (value !== false && value !== undefined) element.setAttribute(name, value);
	}
	element.append(...children.filter((child) => child !== undefined && child !== ''));
	return element;
}

export async function post(path, body = {}) {
	const response = await fetch(`/control/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.message);
	return answer;
}

export function dayLabel(iso, zone) {
	return new Date(iso).toLocaleDateString('en-US', {
		timeZone: zone,
		weekday: 'long',
		month: 'long',
		day: 'numeric',
	});
}

export function timeLabel(iso, zone) {
	return new Date(iso).toLocaleTimeString('en-US', {
		timeZone: zone,
		hour: 'numeric',
		minute: '2-digit',
	});
}

/** The day in the time zone, in the format of a date input. */
export function dayValue(iso, zone) {
	return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(iso));
}

export function timeValue(iso, zone) {
	const options = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
	return new Date(iso).toLocaleTimeString('en-GB', options);
}

/** The instant of a day and time in the time zone, as an ISO string. */
export function instant(day, time, zone) {
	const wanted = Date.parse(`${day}T${time}:00Z`);
	let guess = wanted;
	for (let round = 0; round < 2; round += 1) {
		const iso = new Date(guess).toISOString();
		const shown = Date.parse(`${dayValue(iso, zone)}T${timeValue(iso, zone)}:00Z`);
		guess += wanted - shown;
	}
	return new Date(guess).toISOString();
}
