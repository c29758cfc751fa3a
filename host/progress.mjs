// Shows progress of a long step: rewrites one line on a terminal, prints a line every 10 s elsewhere.
const TERMINAL_MS = 1_000;
const LOG_MS = 10_000;

export function createProgress(out = process.stderr) {
	const started = Date.now();
	const elapsed = () => {
		const seconds = Math.round((Date.now() - started) / 1000);
		return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
	};

	async function during(step, count, work) {
		const show = async () => {
			const line = [`  ${elapsed()}  ${step}`, await count?.()].filter(Boolean).join(', ');
			out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
		};
		await show();
		const timer = setInterval(() => void show(), out.isTTY ? TERMINAL_MS : LOG_MS);
		try {
			return await work();
		} finally {
			clearInterval(timer);
			if (out.isTTY) out.write('\n');
		}
	}

	return { during, elapsed };
}
