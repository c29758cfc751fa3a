/**
 * The digits of a phone number without the US country code, however many there are.
 * @example phoneDigits('1-561-555-0101') // '5615550101'
 */
export function phoneDigits(phone: string): string {
	return phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}

/**
 * A number in the only form ModMed accepts for a new patient, ten digits, or the empty text: for a
 * placeholder such as ten zeros, or a number of another country.
 * Source: https://portal.api.modmed.com/reference/post_patient
 * @example usPhone('000-000-0000') // ''
 * @example usPhone('+1 (561) 555-0101') // '5615550101'
 */
export function usPhone(phone: string): string {
	const digits = phoneDigits(phone);
	return /^(?!(\d)\1{9})\d{10}$/.test(digits) ? digits : '';
}
