// Preloaded into every n8n process: should the process that started it die, even without a word,
// n8n and whatever n8n started end with it.
process.once('disconnect', () => {
	try {
		process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
	} catch {
		process.exit(1);
	}
});
process.channel?.unref();
