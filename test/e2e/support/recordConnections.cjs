// Preloaded into an n8n under test: records every connection that it opens and every name that it
// looks up, as host:port in the file named by CONNECTIONS_FILE.
const { appendFileSync } = require('node:fs');
const dns = require('node:dns');
const net = require('node:net');

const file = process.env.CONNECTIONS_FILE;
const note = (place) => appendFileSync(file, `${place}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
	const [first] = Array.isArray(args[0]) ? args[0] : args;
	const options = typeof first === 'object' ? first : { port: first, host: args[1] };
	if (!options.path && options.port) note(`${options.host ?? 'localhost'}:${options.port}`);
	return connect.apply(this, args);
};

for (const [owner, name] of [
	[dns, 'lookup'],
	[dns.promises, 'lookup'],
]) {
	const lookup = owner[name];
	owner[name] = function (host, ...rest) {
		note(`${host}:lookup`);
		return lookup.call(this, host, ...rest);
	};
}
