/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '^.+\\.(ts|js)$': ['ts-jest', { isolatedModules: true, diagnostics: false, tsconfig: { allowJs: true, module: 'commonjs', target: 'es2022', esModuleInterop: true, resolveJsonModule: true } }] },
	// fhir-kit-client ships ES modules only; everything else runs as it is.
	transformIgnorePatterns: ['/node_modules/(?!fhir-kit-client/)', '/dist/'],
	moduleNameMapper: {
		'^fhir-kit-client$': '<rootDir>/node_modules/fhir-kit-client/dist/index.js',
	},
	testTimeout: 30_000,
};
