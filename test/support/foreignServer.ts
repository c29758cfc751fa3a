import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}';

/** A server that belongs to nobody here and must never be asked: it records whatever reaches it. */
export class ForeignServer {
	readonly received: string[] = [];

	private readonly sockets = new Set<Socket>();

	private readonly server: Server = createServer((socket) => {
		// A connection counts before its first byte: over TLS there is no readable request.
		const index = this.received.push('a connection') - 1;
		this.sockets.add(socket);
		socket.on('data', (data) => {
			this.received[index] = String(data);
			socket.end(ANSWER);
		});
		socket.on('error', () => socket.destroy());
	});

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	/** With its port, such as `127.0.0.1:12345`. */
	get host(): string {
		return `127.0.0.1:${this.port}`;
	}

	private get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** What others have sent, once it is proven that anything sent would be here. */
	async receivedByNow(): Promise<string[]> {
		const probe = connect(this.port, '127.0.0.1', () => probe.write('probe'));
		probe.resume();
		await once(probe, 'close');
		if (!this.received.includes('probe')) throw new Error('The foreign server does not record.');
		return this.received.filter((request) => request !== 'probe');
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
