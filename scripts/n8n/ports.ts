import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/**
 * Below the ports that systems lend to outgoing connections: one of those may be lent to somebody
 * else between the moment it is found free and the moment n8n takes it.
 */
const LOWEST = 10_000;
const HIGHEST = 32_000;

/** The preferred port, or any free one if it is taken. */
export async function freePort(preferred = randomInt(LOWEST, HIGHEST)): Promise<number> {
	return (await isFree(preferred)) ? preferred : await freePort();
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, HOST, resolve);
		});
		return true;
	} catch {
		return false;
	} finally {
		if (server.listening) await new Promise((resolve) => server.close(resolve));
	}
}
