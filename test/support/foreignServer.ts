import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A server elsewhere that nobody may ever turn to: it keeps whatever reaches it. */
export class ForeignServer {
	readonly received: string[] = [];
	private readonly sockets = new Set<Socket>();

	private readonly server: Server = createServer((socket) => {
		const at = this.received.push('a connection') - 1;
		this.sockets.add(socket);
		socket.on('data', (data) => {
			this.received[at] = String(data);
			socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
		});
		socket.on('error', () => socket.destroy());
	});

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	/** With its port, such as `127.0.0.1:12345`. */
	get host(): string {
		return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
