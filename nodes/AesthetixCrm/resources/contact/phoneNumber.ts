import { parsePhoneNumberFromString } from '../../../../vendor/phone';

/**
 * A phone number in the form in which the CRM keeps it (E.164), read as a US number where it names
 * no country. Empty for what cannot be anybody's number, such as 000-000-0000.
 */
export function toE164(phone: string): string {
	const number = parsePhoneNumberFromString(phone, 'US');
	if (!number?.isPossible()) return '';
	return /^(\d)\1*$/.test(number.nationalNumber) ? '' : number.number;
}
