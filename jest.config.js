// n8n's own log: the nodes under test write to it.
process.env.N8N_LOG_LEVEL ??= 'silent';

/** What needs the installed n8n, a build or minutes: `npm test` runs it, `npm run check` does not. */
const SLOW = ['e2e', 'package', 'scenarios', 'workflows'].map((folder) => `/test/${folder}/`);
const SLOW_FILES = [
	'/test/nodes/ModMed/trigger/manyChanges.test.ts',
	'/test/nodes/AesthetixCrm/bigLocation.test.ts',
];

/** @type {import('@swc/core').Options} */
const swc = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' };

/** @type {import('jest').Config} */
const common = {
	testEnvironment: 'node',
	transform: { '^.+\\.(ts|js)$': ['@swc/jest', swc] },
	// fhir-kit-client ships ES modules only; everything else runs as it is.
	transformIgnorePatterns: ['/node_modules/(?!fhir-kit-client/)', '<rootDir>/dist/'],
	moduleNameMapper: {
		'^fhir-kit-client$': '<rootDir>/node_modules/fhir-kit-client/dist/index.js',
	},
};

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		{
			...common,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: ['/node_modules/', ...SLOW, ...SLOW_FILES],
		},
		{
			...common,
			displayName: 'slow',
			testMatch: [...SLOW.map((folder) => `${folder}**/*.test.ts`), ...SLOW_FILES].map(
				(path) => `<rootDir>${path}`,
			),
		},
	],
	testTimeout: 30_000,
	// The tests with a real n8n wait for its next poll most of the time.
	maxWorkers: 3,
};
