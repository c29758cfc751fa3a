import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { Sightings } from '../../../nodes/AesthetixCrm/transport/sightings';

describe('Since when a contact carries a tag', () => {
	let sightings: Sightings;
	let time = 0;
	beforeEach(() => {
		sightings = new Sightings();
		jest.spyOn(Date, 'now').mockImplementation(() => time);
	});
	afterEach(() => void jest.restoreAllMocks());
	const seen = (askedAt: number) => sightings.firstSeen('c1', 'ModMed Create', askedAt);
	const end = (at: number) => {
		time = at;
		sightings.end('c1', ['modmed  create']);
	};

	it('is the same for all who see it', () => {
		expect([seen(100), seen(150), seen(90)]).toEqual([100, 100, 100]);
	});

	it('is another time once it was off', () => {
		seen(100);
		end(200);
		expect([seen(300), seen(310)]).toEqual([300, 300]);
	});

	it('is not mistaken by an answer that its end has overtaken', () => {
		seen(100);
		end(200);
		expect(seen(150)).toBe(100);
	});

	it('is of one contact and one tag, and takes what was remembered', () => {
		seen(100);
		expect(sightings.firstSeen('c2', 'ModMed Create', 200)).toBe(200);
		expect(sightings.firstSeen('c1', 'Another', 300, 250)).toBe(250);
		expect(sightings.firstSeen('c1', 'Another', 400)).toBe(250);
	});
});
