import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** The wished port or, where that is taken, any free one. */
export async function freePort(wished = 0): Promise<number> {
	return (await tryPort(wished)) ?? (await freePort());
}

async function tryPort(port: number): Promise<number | undefined> {
	const server = createServer();
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, HOST, resolve);
		});
		const address = server.address();
		return typeof address === 'object' && address ? address.port : undefined;
	} catch {
		return undefined;
	} finally {
		if (server.listening) await new Promise((resolve) => server.close(resolve));
	}
}
