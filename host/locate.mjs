// For callers that cannot import ES modules: installs n8n if missing, then prints where it is.
import { ensureHost } from './install.mjs';

try {
	const host = await ensureHost({ log: (line) => console.error(line) });
	console.log(JSON.stringify(host));
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
}
