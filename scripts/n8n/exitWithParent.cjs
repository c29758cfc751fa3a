// Preloaded into every n8n process: when the process that started n8n dies, even by SIGKILL, n8n and
// everything it started are killed too.
process.once('disconnect', () => {
	try {
		process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
	} catch {
		process.exit(1);
	}
});
process.channel?.unref();
