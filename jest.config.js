/** Packages that exist only as ES modules; transformed, so that jest also runs without --experimental-vm-modules. */
const esOnly = ['cookie', 'jose', 'proxy-chain'];

/** Another n8n engine than the one in node_modules; scripts/engineVersions.ts sets it. */
const engineFolder = process.env.CLOUDPC_ENGINE_FOLDER;

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Not only the tests: `npm run test:watch` follows imports from what has changed.
	roots: ['credentials', 'nodes', 'scripts', 'test'].map((folder) => `<rootDir>/${folder}`),
	testMatch: ['**/*.test.ts'],
	testTimeout: 30_000,
	globalSetup: '<rootDir>/test/sharedKeys.ts',
	// One fewer than there are cores, jest's own choice, leaves one of two idle.
	maxWorkers: '100%',
	transform: {
		'^.+\\.[cm]?[jt]s$': [
			'@swc/jest',
			{ jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	moduleNameMapper: engineFolder
		? { '^(n8n-core|n8n-workflow)(/.*)?$': `${engineFolder}/node_modules/$1$2` }
		: {},
	transformIgnorePatterns: [`/node_modules/(?!(${esOnly.join('|')})/)`, '<rootDir>/dist/'],
};
