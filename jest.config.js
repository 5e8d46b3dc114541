/** Packages that exist only as ES modules; transformed, so that jest also runs without --experimental-vm-modules. */
const esOnly = ['cookie', 'jose', 'proxy-chain'];

/** Another n8n engine than the one in node_modules; scripts/engineVersions.ts sets it. */
const engineFolder = process.env.CLOUDPC_ENGINE_FOLDER;

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testTimeout: 30_000,
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
