import type { IncomingMessage } from 'node:http';
import type { Json } from './json';

const MAX_BYTES = 5_000_000;

export async function readText(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		const buffer = Buffer.from(chunk as Uint8Array);
		size += buffer.length;
		if (size > MAX_BYTES) throw new Error('The request body is too large');
		chunks.push(buffer);
	}
	return Buffer.concat(chunks).toString('utf8');
}

export function parseBody(contentType: string, text: string): Json | undefined {
	if (text === '') return undefined;
	if (contentType.includes('x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}
