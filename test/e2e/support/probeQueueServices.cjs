// Prints what keeps the queue tests from running here: nothing, or one sentence.
const net = require('node:net');

const { PGHOST, PGPORT, PGUSER, REDIS_HOST, REDIS_PORT } = JSON.parse(process.argv[2]);
const WAIT_MS = 2_000;

/** PostgreSQL's startup message: length, protocol version, user and database. */
function startupMessage() {
	const body = Buffer.from(`\0\x03\0\0user\0${PGUSER}\0database\0postgres\0\0`, 'latin1');
	const length = Buffer.alloc(4);
	length.writeInt32BE(body.length + 4);
	return Buffer.concat([length, body]);
}

/** Whether the first answer is the wanted one: `R…0` means access without a password. */
function answers(host, port, message, isWanted) {
	return new Promise((resolve) => {
		const socket = net.connect({ host, port: Number(port) }, () => socket.write(message));
		const end = (answer) => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(WAIT_MS, () => end(false));
		socket.once('error', () => end(false));
		socket.once('end', () => end(false));
		socket.once('data', (data) => end(isWanted(data)));
	});
}

async function probe() {
	const letsIn = (data) => data[0] === 0x52 && data.length >= 9 && data.readInt32BE(5) === 0;
	const isPong = (data) => data.toString().startsWith('+PONG');
	const missing = [
		(await answers(PGHOST, PGPORT, startupMessage(), letsIn))
			? ''
			: `PostgreSQL for ${PGUSER} without a password at ${PGHOST}:${PGPORT} (PGHOST, PGPORT, PGUSER)`,
		(await answers(REDIS_HOST, REDIS_PORT, 'PING\r\n', isPong))
			? ''
			: `Redis without a password at ${REDIS_HOST}:${REDIS_PORT} (REDIS_HOST, REDIS_PORT)`,
	].filter(Boolean);
	if (missing.length > 0) console.log(`No ${missing.join(' and no ')} here`);
}

void probe();
