import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import {
	contactKeyPrefix,
	firstSeenOf,
	TagHistory,
	tagHash,
	tagKeySuffix,
} from '../../../../nodes/AesthetixCrm/transport/tagHistory';

let history: TagHistory;
let now = 0;
beforeEach(() => {
	history = new TagHistory();
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => void jest.restoreAllMocks());

const seen = (askedAt: number) => history.firstSeen('c1', 'ModMed Create', askedAt);
const at = (time: number, work: () => void) => {
	now = time;
	work();
};

describe('firstSeen', () => {
	it('is the same for all who see the tag', () => {
		expect([seen(100), seen(150), seen(90)]).toEqual([100, 100, 100]);
	});

	it('is a new time once the contact was seen without the tag', () => {
		seen(100);
		at(200, () => history.noteAbsent('c1', 'modmed  create'));
		expect([seen(300), seen(310)]).toEqual([300, 300]);
	});

	it('stays the same in a response requested before the tag was removed', () => {
		seen(100);
		at(200, () => history.noteAbsent('c1', 'modmed  create'));
		expect(seen(150)).toBe(100);
	});

	it('is kept for each contact and tag, and takes what a trigger remembers', () => {
		seen(100);
		expect(history.firstSeen('c2', 'ModMed Create', 200)).toBe(200);
		expect(history.firstSeen('c1', 'Another', 300, 250)).toBe(250);
		expect(history.firstSeen('c1', 'Another', 400)).toBe(250);
	});
});

describe('noteRemoved', () => {
	it('is known by everybody who asks since an earlier time', () => {
		at(200, () => history.noteRemoved('c1', ['ModMed Create', 'Patient']));
		const since = (time: number) => history.wasRemovedSince('c1', 'modmed create', time);
		expect([since(199), since(200), since(201)]).toEqual([true, true, false]);
		expect(history.wasRemovedSince('c2', 'ModMed Create', 0)).toBe(false);
		expect(history.wasRemovedSince('c1', 'Appointment Booked', 0)).toBe(false);
	});

	it('ends the adding of the tag, where seeing the contact without it alone is no removal', () => {
		seen(100);
		at(200, () => history.noteRemoved('c1', ['ModMed Create']));
		expect(seen(300)).toBe(300);
		at(400, () => history.noteAbsent('c1', 'ModMed Create'));
		expect(history.wasRemovedSince('c1', 'ModMed Create', 300)).toBe(false);
	});
});

describe('the key of an added tag', () => {
	it('names the contact and the time, and hides the tag', () => {
		const key = contactKeyPrefix('c1') + tagKeySuffix('ModMed Create', 1_796_000_000_000);
		expect(key).toMatch(/^Contact\/c1#tag:[0-9a-f]{12}\.[0-9a-z]+$/);
		expect(firstSeenOf(key)).toBe(1_796_000_000_000);
	});

	it('is the same for a tag in upper and lower case', () => {
		expect(tagHash('ModMed Create')).toBe(tagHash('modmed  create'));
		expect(tagHash('ModMed Create')).not.toBe(tagHash('ModMed Created'));
	});
});
