import { describe, expect, it } from '@jest/globals';

import {
	changeCandidates,
	deliveredEntry,
	hashOf,
	readWatchEntry,
	setBaseline,
	UNCERTAIN,
} from '../../../domain/changes/contactWatch';

const listing = (hashes: Record<string, string>, complete = true) => ({
	hashes: new Map(Object.entries(hashes)),
	complete,
});
const [one, other] = [hashOf('tag', 'one'), hashOf('tag', 'other')];

describe('changeCandidates', () => {
	it('are the contacts that differ, and those that were not found', () => {
		const watched = { same: one, changed: one, cleared: one, gone: one };
		const found = { same: one, changed: other, cleared: '', new: one, empty: '' };
		expect(changeCandidates(watched, listing(found)).sort()).toEqual([
			'changed',
			'cleared',
			'gone',
			'new',
		]);
	});

	it('are none that an incomplete search may have missed', () => {
		expect(changeCandidates({ missed: one }, listing({}, false))).toEqual([]);
	});

	it('hold a contact whose delivery is uncertain, and none that was delivered as it is', () => {
		const watched = { uncertain: UNCERTAIN, delivered: deliveredEntry(one, 1_772_359_200_000) };
		expect(changeCandidates(watched, listing({ uncertain: one, delivered: one }))).toEqual([
			'uncertain',
		]);
	});
});

describe('setBaseline', () => {
	it('adds what is found and not known, and keeps what is known', () => {
		expect(setBaseline({ known: one }, listing({ known: other, new: other, empty: '' }))).toEqual({
			known: one,
			new: other,
		});
	});
});

describe('an entry', () => {
	it('says when the contact was delivered', () => {
		expect(readWatchEntry(deliveredEntry(one, 42))).toEqual({ hash: one, uncheckedSince: 42 });
		expect(readWatchEntry(one)).toEqual({ hash: one });
	});

	it('has a hash that no other list of values has', () => {
		expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
	});
});
