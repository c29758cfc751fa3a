/** The digits of a phone number without the country's 1 in front, however many there are. */
export function phoneDigits(phone: string): string {
	return phone.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}

/**
 * A number in the only form ModMed takes for a new patient, or the empty text for what is none,
 * like a placeholder of ten zeros or a number of another country.
 * @example tenDigits('+1 (561) 555-0101') // '5615550101'
 */
export function usPhone(phone: string): string {
	const digits = phoneDigits(phone);
	return /^(?!(\d)\1{9})\d{10}$/.test(digits) ? digits : '';
}
