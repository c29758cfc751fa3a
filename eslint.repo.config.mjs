// The rules of this repository for everything that is written here. n8n's own rules for the nodes,
// the credentials and package.json stand in eslint.config.mjs, which n8n's linter wants unchanged.
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const NODE = ['console', 'process', 'fetch', 'URL', 'Buffer', 'setTimeout', 'clearTimeout'];
const TIMERS = ['setInterval', 'clearInterval'];
const COMMONJS = ['module', 'require', 'exports', '__dirname'];
const BROWSER = ['document', 'window', 'FormData', 'Intl', 'ResizeObserver'];

const globals = (...names) => Object.fromEntries(names.flat().map((name) => [name, 'readonly']));

export default defineConfig(
	globalIgnores(['dist', 'coverage']),
	{
		files: ['**/*.{ts,js,mjs,cjs}'],
		extends: [js.configs.recommended],
		languageOptions: { globals: globals(NODE, TIMERS) },
		linterOptions: { noInlineConfig: true },
		rules: {
			'max-lines': ['error', 200],
			'max-lines-per-function': ['error', { max: 40, skipComments: true }],
			eqeqeq: 'error',
			'no-var': 'error',
			'prefer-const': 'error',
		},
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		languageOptions: { parserOptions: { project: 'tsconfig.test.json' } },
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
			],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			// The built nodes are loaded by the path their package names, as n8n loads them.
			'@typescript-eslint/no-require-imports': ['error', { allow: ['^\\.'] }],
		},
	},
	{
		files: ['**/*.cjs', '*.js', 'vendor/stubs/{agentkeepalive,debug}.js'],
		languageOptions: { sourceType: 'commonjs', globals: globals(COMMONJS) },
	},
	{ files: ['sandbox/page/*.js'], languageOptions: { globals: globals(BROWSER) } },
	{
		files: ['test/**'],
		rules: { 'max-lines': ['error', 300], 'max-lines-per-function': 'off' },
	},
);
