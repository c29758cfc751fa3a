// lru-cache knows timers, warnings and diagnostics. This pack uses none of them, and n8n's package
// scan allows none of these names.
export const process = undefined;
export const console = { error() {} };
export const setTimeout = notUsed;
export const clearTimeout = notUsed;

function notUsed() {
	throw new Error('lru-cache is used here without timers');
}
