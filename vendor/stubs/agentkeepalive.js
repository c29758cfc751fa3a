// n8n's request helper makes the connections: an agent of fhir-kit-client's own is never used.
class NoAgent {}

module.exports = NoAgent;
module.exports.HttpsAgent = NoAgent;
