/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '^.+\\.(ts|js)$': ['ts-jest', { tsconfig: 'tsconfig.jest.json', diagnostics: false }] },
	// fhir-kit-client ships ES modules only; everything else runs as it is.
	transformIgnorePatterns: ['/node_modules/(?!fhir-kit-client/)', '<rootDir>/dist/'],
	moduleNameMapper: {
		'^fhir-kit-client$': '<rootDir>/node_modules/fhir-kit-client/dist/index.js',
	},
	testTimeout: 30_000,
	// The tests with a real n8n wait for its next poll most of the time.
	maxWorkers: 3,
};
