import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe } from '@jest/globals';

import { locateHost } from '../../../scripts/n8n/locate';

const {
	PGHOST = '127.0.0.1',
	PGPORT = '5432',
	PGUSER = 'postgres',
	REDIS_HOST = '127.0.0.1',
	REDIS_PORT = '6379',
} = process.env;

/** n8n's own clients of the two services, as far as needed here. */
interface Clients {
	pg: {
		Client: new (options: object) => {
			connect(): Promise<void>;
			query<Row>(text: string): Promise<{ rows: Row[] }>;
			end(): Promise<void>;
		};
	};
	ioredis: {
		Redis: new (options: object) => {
			keys(pattern: string): Promise<string[]>;
			del(...keys: string[]): Promise<number>;
			quit(): Promise<string>;
		};
	};
}

/** A database and a Redis prefix that nobody else uses. */
export interface QueueServices {
	/** n8n's settings for them. */
	env: Record<string, string>;
	query<Row>(text: string): Promise<Row[]>;
	dispose(): Promise<void>;
}

/** `describe` where both services run; elsewhere the tests are skipped with a message. */
export const describeWithQueueServices = unreachable() === '' ? describe : skipped();

export async function openQueueServices(): Promise<QueueServices> {
	const name = `n8n_test_${randomBytes(6).toString('hex')}`;
	await onDatabase('postgres', async (query) => await query(`CREATE DATABASE ${name}`));
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: PGHOST,
			DB_POSTGRESDB_PORT: PGPORT,
			DB_POSTGRESDB_USER: PGUSER,
			DB_POSTGRESDB_DATABASE: name,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: REDIS_HOST,
			QUEUE_BULL_REDIS_PORT: REDIS_PORT,
			QUEUE_BULL_PREFIX: name,
			N8N_REDIS_KEY_PREFIX: name,
		},
		query: async <Row>(text: string) =>
			await onDatabase<Row>(name, async (query) => await query(text)),
		async dispose() {
			const drop = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`;
			await onDatabase('postgres', async (query) => await query(drop));
			const { Redis } = await clientOf('ioredis');
			const redis = new Redis({ host: REDIS_HOST, port: Number(REDIS_PORT) });
			const keys = await redis.keys(`*${name}*`);
			if (keys.length > 0) await redis.del(...keys);
			await redis.quit();
		},
	};
}

export const REDIS = { host: REDIS_HOST, port: Number(REDIS_PORT) };

async function onDatabase<Row>(
	database: string,
	work: (query: (text: string) => Promise<Row[]>) => Promise<Row[]>,
): Promise<Row[]> {
	const { Client } = await clientOf('pg');
	const client = new Client({ host: PGHOST, port: Number(PGPORT), user: PGUSER, database });
	await client.connect();
	try {
		return await work(async (text) => (await client.query<Row>(text)).rows);
	} finally {
		await client.end();
	}
}

async function clientOf<Name extends keyof Clients>(name: Name): Promise<Clients[Name]> {
	const { n8nBin } = await locateHost();
	return createRequire(n8nBin)(name) as Clients[Name];
}

function unreachable(): string {
	const services = JSON.stringify({ PGHOST, PGPORT, PGUSER, REDIS_HOST, REDIS_PORT });
	const probe = join(__dirname, 'probeQueueServices.cjs');
	return execFileSync(process.execPath, [probe, services], { encoding: 'utf8' }).trim();
}

function skipped() {
	console.warn(`${unreachable()}: the tests of n8n's queue mode are skipped.`);
	return describe.skip;
}
