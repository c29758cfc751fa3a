import 'reflect-metadata';

import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

import { AnswerError, boundedExchange } from '../../../../nodes/shared/http/boundedExchange';

const MB = 1024 * 1024;
let server: Server;

afterEach(() => {
	server.closeAllConnections();
	server.close();
});

/** Asks a server with n8n's own request helper. */
async function ask(listener: RequestListener, totalMs = 5_000) {
	server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	return await boundedExchange(
		async (options) =>
			await Container.get(OutboundHttp)
				.requests()
				.request({ url, ignoreHttpStatusErrors: true, ...options }),
		{ silenceMs: 10_000, totalMs },
	);
}

const json = (response: ServerResponse) =>
	response.writeHead(200, { 'content-type': 'application/json' });

/** JSON that is so long unpacked, packed as it is made. */
function sendPacked(response: ServerResponse, megabytes: number): void {
	function* parts() {
		yield '"';
		for (let part = 0; part < megabytes; part += 1) yield 'a'.repeat(MB);
		yield '"';
	}
	response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
	Readable.from(parts()).pipe(createGzip()).pipe(response);
}

describe('an answer', () => {
	it('is read with its status, its headers and its body as JSON', async () => {
		const answer = await ask((_, response) => {
			response.writeHead(422, { 'x-trace': 'abc' }).end('\ufeff{"message":["née"]}');
		});
		expect(answer).toMatchObject({
			status: 422,
			headers: { 'x-trace': 'abc' },
			body: { message: ['née'] },
		});
	});

	it('is read as text where it is no JSON', async () => {
		const answer = await ask((_, response) => response.end('<html>'));
		expect(answer.body).toBe('<html>');
	});

	it('that breaks off is an error with a network code', async () => {
		const asked = ask((_, response) => {
			json(response).write('{"a":');
			setTimeout(() => response.destroy(), 20);
		});
		await expect(asked).rejects.toMatchObject({ code: 'ECONNRESET' });
	});
});

describe('the time of an answer is bounded', () => {
	it.each([
		['never begins', () => undefined],
		[
			'drips',
			(response: ServerResponse) => {
				json(response).write('{"contacts":[');
				const drip = setInterval(() => response.write(' '), 20);
				response.on('close', () => clearInterval(drip));
			},
		],
		[
			'drips from its headers on',
			({ socket }: ServerResponse) => {
				socket?.write('HTTP/1.1 200 OK\r\nx: ');
				const drip = setInterval(() => socket?.write('y'), 20);
				socket?.on('close', () => clearInterval(drip));
			},
		],
	])('where it %s', async (_, answer) => {
		const startedAt = Date.now();
		let isClosed: Promise<unknown> = Promise.resolve();
		const asked = ask((request, response) => {
			isClosed = once(request.socket, 'close');
			answer(response);
		}, 300);
		await expect(asked).rejects.toMatchObject({ code: 'ETIMEDOUT' });
		expect(Date.now() - startedAt).toBeLessThan(2_000);
		await isClosed;
	});
});

describe('the size of an answer is bounded', () => {
	it('to ten megabytes unpacked', async () => {
		const asked = ask((_, response) => sendPacked(response, 11));
		await expect(asked).rejects.toEqual(new AnswerError('TOO_LARGE'));
		server.close();
		expect(await ask((_, response) => sendPacked(response, 9))).toMatchObject({ status: 200 });
	});

	it('and so is the memory that it takes', async () => {
		const memory = () => process.memoryUsage().rss / MB;
		const before = memory();
		let most = before;
		const watch = setInterval(() => (most = Math.max(most, memory())), 5);
		const asked = ask((_, response) => sendPacked(response, 400));
		await expect(asked).rejects.toMatchObject({ code: 'TOO_LARGE' });
		clearInterval(watch);
		expect(most - before).toBeLessThan(150);
	});
});
