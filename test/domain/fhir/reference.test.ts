import { describe, expect, it } from '@jest/globals';

import {
	isForeignReference,
	isResourceId,
	readId,
	readReference,
	withoutReferringPrefix,
} from '../../../domain/fhir/reference';

const host = 'https://host/firm/x/ema/fhir/v2';

describe('a reference', () => {
	it.each([
		['Patient/1', 'Patient', '1'],
		[`${host}/Practitioner/ref|5?x=1#y`, 'Practitioner', 'ref|5'],
		[`${host}/ChargeItem/CHG%7C1722`, 'ChargeItem', 'CHG|1722'],
		['https://h/Patient/%zz', 'Patient', '%zz'],
	])('%s points at %s %s', (text, resourceType, id) => {
		expect(readReference(text)).toEqual({ resourceType, id });
	});

	it.each([
		'Patient/1',
		`${host}/Patient/1`,
		`${host}/Patient/1/`,
		`${host.replace('https', 'http')}/Patient/1`,
		`${host.replace('/x/', '/X/')}/Patient/1`,
		// The same environment and practice, by another name of the server.
		'https://inner.host/firm/x/ema/fhir/v2/Patient/1',
		'//inner.host:8443/firm/x/ema/fhir/v2/Patient/1',
	])('%s is of the practice', (text) => expect(isForeignReference(text, host)).toBe(false));

	it.each([
		'https://other.host/ema/fhir/v2/Patient/1',
		'https://host/firm/other/ema/fhir/v2/Patient/1',
		'https://host/firm/xy/ema/fhir/v2/Patient/1',
		'https://host/other/firm/x/ema/fhir/v2/Patient/1',
		`${host}/../../../../other/ema/fhir/v2/Patient/1`,
		'//other.host/Patient/1',
		'/firm/other/ema/fhir/v2/Patient/1',
		'../../other/Patient/1',
	])('%s is not', (text) => expect(isForeignReference(text, host)).toBe(true));

	it('names the id somebody meant, but none of another type', () => {
		expect(readId(' 385871 ')).toBe('385871');
		expect(readId('Patient/385871', 'Patient')).toBe('385871');
		expect(readId('Patient/385871', 'Location')).toBe('');
		expect(withoutReferringPrefix('ref|1')).toBe(withoutReferringPrefix('1'));
	});

	it.each(['..', '.', '', 'a/b', 'a b', '<x>'])('%j is no id', (text) =>
		expect(isResourceId(text)).toBe(false),
	);
});
