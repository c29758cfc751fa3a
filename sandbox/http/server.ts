import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Exchange, ServiceName } from './exchange';
import { Refusal } from './exchange';
import type { FaultAction, Faults } from './faults';
import type { Journal, JournalEntry } from './journal';
import { parseBody, readText } from './body';
import { send, sendHalf, spoil } from './send';

export interface ServiceOptions {
	service: ServiceName;
	host: string;
	port: number;
	journal?: Journal;
	faults?: Faults;
	/** Does something when so much time has passed on the sandbox's clock. */
	after?: (ms: number, run: () => void) => void;
	/** What this service's clock says, for the time it writes on its answers. */
	now?: () => Date;
	handle: (exchange: Exchange) => Answer;
}

export interface RunningService {
	origin: string;
	stop: () => Promise<void>;
}

export async function serve(options: ServiceOptions): Promise<RunningService> {
	let origin = '';
	const server = createServer((request, response) => {
		exchangeOf(options.service, origin, request)
			.then(async (exchange) => await answer(options, exchange, response))
			.catch(() => response.destroy());
	});
	// Longer than any client keeps an idle connection, so that none breaks by accident.
	server.keepAliveTimeout = 120_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, () => resolve());
	});
	origin = `http://${options.host}:${(server.address() as AddressInfo).port}`;
	const stop = async () =>
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { origin, stop };
}

async function exchangeOf(
	service: ServiceName,
	origin: string,
	request: IncomingMessage,
): Promise<Exchange> {
	const url = new URL(request.url ?? '/', origin);
	const text = await readText(request);
	return {
		service,
		method: request.method ?? 'GET',
		path: url.pathname,
		params: {},
		query: url.searchParams,
		headers: request.headers,
		body: parseBody(request.headers['content-type'] ?? '', text),
		text,
		origin,
	};
}

async function answer(options: ServiceOptions, exchange: Exchange, response: ServerResponse) {
	if (options.now) response.setHeader('date', options.now().toUTCString());
	const entry = options.journal?.open(exchange);
	const action = options.faults?.take(exchange);
	if (entry && action) entry.fault = action.kind;
	if (action?.kind === 'commitsLate') return commitLate(options, exchange, action, response, entry);
	if (await endedEarly(action, exchange, entry, response)) return;
	const result = handled(options, exchange);
	if (action?.kind === 'hang') return undefined;
	if (action?.kind === 'loseAnswer') return response.destroy();
	if (action?.kind === 'cut') return sendHalf(response, result);
	const final = action?.kind === 'status' ? action : spoil(action, result);
	if (entry) entry.status = final.status;
	return send(response, final);
}

/** The answer says nothing about the work, which is done afterwards. */
function commitLate(
	options: ServiceOptions,
	exchange: Exchange,
	{ ms, status, body }: Extract<FaultAction, { kind: 'commitsLate' }>,
	response: ServerResponse,
	entry: JournalEntry | undefined,
): void {
	options.after?.(ms, () => {
		const { status: committed } = handled(options, exchange);
		if (entry) entry.committed = committed;
	});
	if (status === undefined) return void response.destroy();
	if (entry) entry.status = status;
	send(response, { status, body });
}

/** Faults that act before the request is handled; true when they end the exchange. */
async function endedEarly(
	action: FaultAction | undefined,
	exchange: Exchange,
	entry: JournalEntry | undefined,
	response: ServerResponse,
): Promise<boolean> {
	switch (action?.kind) {
		case 'hang':
			return action.afterHandling !== true;
		case 'refuse':
			response.destroy();
			return true;
		case 'status':
			if (action.afterHandling) return false;
			if (entry) entry.status = action.status;
			send(response, action);
			return true;
		case 'delay':
			await new Promise((resolve) => setTimeout(resolve, action.ms));
			return false;
		case 'run':
			await action.run();
			return false;
		case 'ignoreQuery':
			action.names.forEach((name) => exchange.query.delete(name));
			return false;
		case 'repeatPage':
			exchange.repeatPage = true;
			return false;
		default:
			return false;
	}
}

function handled(options: ServiceOptions, exchange: Exchange): Answer {
	try {
		return options.handle(exchange);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		const message = error instanceof Error ? error.message : String(error);
		return { status: 500, body: { message: `The sandbox itself failed: ${message}` } };
	}
}
