import { DatabaseSync } from 'node:sqlite';

import type { QueueServices } from './queueServices';

/** One state of a run that n8n has written into its database, however briefly it stood there. */
export interface StoredRun {
	executionId: string;
	/** Everything in the row, run data and workflow. */
	row: string;
}

/** A status that a run has had. */
export interface RunStatus {
	executionId: string;
	workflowId: string;
	mode: string;
	/** As n8n calls it, or `deleted`. */
	status: string;
}

/** Keeps what n8n writes about its runs, and what it deletes again a moment later. */
export interface RunAudit {
	/** Call it once n8n's tables exist and before n8n starts. */
	install(): Promise<void>;
	storedRuns(): Promise<StoredRun[]>;
	statuses(): Promise<RunStatus[]>;
}

const STORED_RUNS = 'SELECT * FROM audit_run ORDER BY id';
const STATUSES = 'SELECT * FROM audit_status ORDER BY id';

/** In PostgreSQL, where n8n in queue mode has its tables. */
export function auditPostgres({ query }: Pick<QueueServices, 'query'>): RunAudit {
	return {
		install: async () => {
			await query(`
				CREATE TABLE audit_run (id serial, "executionId" text, row text);
				CREATE TABLE audit_status (
					id serial, "executionId" text, "workflowId" text, mode text, status text);
				CREATE FUNCTION audit_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
					INSERT INTO audit_run ("executionId", row)
					VALUES (NEW."executionId", NEW::text);
					RETURN NULL;
				END $$;
				CREATE FUNCTION audit_status() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
					INSERT INTO audit_status ("executionId", "workflowId", mode, status)
					VALUES (NEW.id, NEW."workflowId", NEW.mode, NEW.status);
					RETURN NULL;
				END $$;
				CREATE TRIGGER audit_run AFTER INSERT OR UPDATE ON execution_data
					FOR EACH ROW EXECUTE FUNCTION audit_run();
				CREATE TRIGGER audit_status AFTER INSERT OR UPDATE ON execution_entity
					FOR EACH ROW EXECUTE FUNCTION audit_status();`);
		},
		storedRuns: async () => await query<StoredRun>(STORED_RUNS),
		statuses: async () => await query<RunStatus>(STATUSES),
	};
}

/** In SQLite, n8n's default. */
export function auditSqlite(file: () => string): RunAudit {
	const withDatabase = <T>(readOnly: boolean, work: (database: DatabaseSync) => T): T => {
		const database = new DatabaseSync(file(), { readOnly });
		try {
			return work(database);
		} finally {
			database.close();
		}
	};
	const select = <Row>(query: string) =>
		withDatabase(true, (database) => database.prepare(query).all() as Row[]);
	// In regular mode n8n marks a run that it does not save as deleted, and writes no other status.
	const createTriggers = ['INSERT', 'UPDATE'].map(
		(event) => `
			CREATE TRIGGER audit_run_${event} AFTER ${event} ON execution_data BEGIN
				INSERT INTO audit_run ("executionId", row)
				VALUES (NEW."executionId", NEW.data || NEW."workflowData");
			END;
			CREATE TRIGGER audit_status_${event} AFTER ${event} ON execution_entity BEGIN
				INSERT INTO audit_status ("executionId", "workflowId", mode, status)
				VALUES (NEW.id, NEW."workflowId", NEW.mode,
					iif(NEW."deletedAt" IS NULL, NEW.status, 'deleted'));
			END;`,
	);
	return {
		install: async () =>
			withDatabase(false, (database) =>
				database.exec(`
					CREATE TABLE audit_run (id integer PRIMARY KEY, "executionId" text, row text);
					CREATE TABLE audit_status (id integer PRIMARY KEY,
						"executionId" text, "workflowId" text, mode text, status text);
					${createTriggers.join('\n')}`),
			),
		storedRuns: async () => select<StoredRun>(STORED_RUNS),
		statuses: async () => select<RunStatus>(STATUSES),
	};
}
