import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a service that can be cut, like a network that fails for a while. */
export interface TcpProxy {
	port: number;
	/** Ends every connection and accepts none until `reconnect`. */
	disconnect(): Promise<void>;
	reconnect(): Promise<void>;
	dispose(): Promise<void>;
}

export async function startTcpProxy(service: { host: string; port: number }): Promise<TcpProxy> {
	const sockets = new Set<Socket>();
	const passOn = (from: Socket, to: Socket) => {
		sockets.add(from);
		from.pipe(to);
		from.on('error', () => to.destroy());
		from.on('close', () => {
			sockets.delete(from);
			to.end();
		});
	};
	const server = createServer((socket) => {
		const onward = connect(service);
		passOn(socket, onward);
		passOn(onward, socket);
	});
	const port = await listen(server, 0);
	const disconnect = async () => {
		const closed = new Promise((resolve) => server.close(resolve));
		for (const socket of sockets) socket.unpipe().end();
		await closed;
	};
	return {
		port,
		disconnect,
		reconnect: async () => void (await listen(server, port)),
		dispose: async () => {
			for (const socket of sockets) socket.destroy();
			if (server.listening) await disconnect();
		},
	};
}

async function listen(server: Server, port: number): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
	return address.port;
}
