const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether nobody can read what is sent to an address: it goes over TLS, or does not leave this
 * machine.
 * @example isPrivate(new URL('http://127.0.0.1:8080')) // true
 */
export function isPrivate({ protocol, hostname }: URL): boolean {
	return protocol === 'https:' || (protocol === 'http:' && THIS_MACHINE.test(hostname));
}
