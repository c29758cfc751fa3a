/** What a private n8n is told, so that it stays isolated and on this machine. */
export interface Surroundings {
	userFolder: string;
	port: number;
	runnerPort: number;
	encryptionKey: string;
	timezone: string;
}

/** Settings of the caller's own n8n, of Jest and of npm must not leak into the n8n under test. */
const FOREIGN =
	/^(N8N_|DB_|NODE_|npm_|JEST_|EXECUTIONS_|GENERIC_|QUEUE_|WEBHOOK_|https?_proxy$|all_proxy$)/i;

export function n8nEnvironment(place: Surroundings, extra: Record<string, string> = {}) {
	const inherited = Object.entries(process.env).filter(([key]) => !FOREIGN.test(key));
	return {
		...Object.fromEntries(inherited),
		N8N_USER_FOLDER: place.userFolder,
		N8N_ENCRYPTION_KEY: place.encryptionKey,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(place.port),
		N8N_RUNNERS_BROKER_PORT: String(place.runnerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		GENERIC_TIMEZONE: place.timezone,
		DB_TYPE: 'sqlite',
		...SILENT,
		...extra,
	};
}

/** The same for a worker, which needs its own ports and folder. */
export function workerEnvironment(
	env: Record<string, string | undefined>,
	{ folder, port, runnerPort }: { folder: string; port: number; runnerPort: number },
) {
	return {
		...env,
		N8N_USER_FOLDER: folder,
		N8N_RUNNERS_BROKER_PORT: String(runnerPort),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
}

/** No outgoing calls: no telemetry, update checks or lists from n8n's servers. */
const SILENT = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_ONBOARDING_FLOW_DISABLED: 'true',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	// Defaults of later versions; setting them keeps deprecation notices out of the log.
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_RUNNERS_TASK_TIMEOUT: '60',
	N8N_COMPRESSION_NODE_MAX_DECOMPRESSED_SIZE_BYTES: '268435456',
	N8N_COMPRESSION_NODE_MAX_ZIP_ENTRIES: '1000',
};
