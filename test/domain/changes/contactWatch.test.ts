import { describe, expect, it } from '@jest/globals';

import type { WatchedContacts } from '../../../domain/changes/contactWatch';
import {
	adopt,
	changeCandidates,
	deliveredEntry,
	formatWatched,
	hashOf,
	parseWatched,
	readWatchEntry,
	UNCERTAIN,
	UNREADABLE,
	withoutMarks,
} from '../../../domain/changes/contactWatch';

const [one, other] = ['Xa_4', 'b-9Z'];
const unkeyed = hashOf('f1', 'c1', '"1980-02-02"');

const listing = (marks: Record<string, string>, all?: string[]) => ({
	marks: new Map(Object.entries(marks)),
	...(all && { all: new Set(all) }),
});

describe('changeCandidates', () => {
	it('are the contacts that differ, and those that were not found', () => {
		const watched = { same: one, changed: one, cleared: one, gone: one };
		const found = { same: one, changed: other, cleared: '', new: one, empty: '' };
		const all = Object.keys(found);
		expect(changeCandidates(watched, listing(found, all)).sort()).toEqual([
			'changed',
			'cleared',
			'gone',
			'new',
		]);
	});

	it('are none that have not been listed yet, or were listed earlier', () => {
		expect(changeCandidates({ missed: one }, listing({}))).toEqual([]);
		expect(changeCandidates({ earlier: one }, listing({}, ['earlier']))).toEqual([]);
	});

	it('hold a contact whose delivery is uncertain, and none that was delivered as it is', () => {
		const watched = { uncertain: UNCERTAIN, delivered: deliveredEntry(one, 1_772_359_200_000) };
		expect(changeCandidates(watched, listing({ uncertain: one, delivered: one }))).toEqual([
			'uncertain',
		]);
	});
});

describe('adopt', () => {
	const at = (entry: string | undefined, more: object = {}, rule: object = {}) => {
		const watched: WatchedContacts = entry === undefined ? {} : { c1: entry };
		const contact = { id: 'c1', mark: one, unkeyedMark: () => unkeyed, updatedAt: 50, ...more };
		adopt(watched, contact, { since: 100, isBaseline: false, ...rule });
		return watched.c1;
	};

	it('takes in what is there where the watch begins, and nothing that came later', () => {
		const baseline = { isBaseline: true };
		expect(at(undefined, {}, baseline)).toBe(one);
		expect(at(undefined, { updatedAt: NaN }, baseline)).toBe(one);
		expect(at(undefined, { updatedAt: 100 }, baseline)).toBeUndefined();
		expect(at(undefined)).toBeUndefined();
		expect(at(undefined, { mark: '' }, baseline)).toBeUndefined();
		expect(at(other, {}, baseline)).toBe(other);
	});

	it('writes a mark of the former form anew where it says the same', () => {
		expect(at(unkeyed)).toBe(one);
		expect(at(hashOf('another'))).toBe(hashOf('another'));
	});

	it('takes an unreadable mark for the present state unless the contact has changed since', () => {
		expect(at(UNREADABLE)).toBe(one);
		expect(at(UNREADABLE, { updatedAt: 100 })).toBe(UNCERTAIN);
		expect(at(UNREADABLE, { updatedAt: 100 }, { since: Infinity })).toBe(one);
	});
});

describe('the memory', () => {
	it('is one text', () => {
		const watched = { c1: one, c2: deliveredEntry('on', 42), c3: UNCERTAIN };
		expect(parseWatched(formatWatched(watched))).toEqual(watched);
		expect(formatWatched({})).toBe('');
		expect(parseWatched('')).toEqual({});
	});

	it('still holds the contacts once the key is gone', () => {
		expect(withoutMarks({ a: one, b: UNCERTAIN, c: unkeyed })).toEqual({
			a: UNREADABLE,
			b: UNCERTAIN,
			c: unkeyed,
		});
	});
});

describe('an entry', () => {
	it('says when the contact was delivered', () => {
		expect(readWatchEntry(deliveredEntry(one, 42))).toEqual({ mark: one, uncheckedSince: 42 });
		expect(readWatchEntry(one)).toEqual({ mark: one });
	});

	it('has a hash that no other list of values has', () => {
		expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
	});
});
