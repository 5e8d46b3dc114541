/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * The two legs of n8n's verification scan that need no network: the source, and the tarball as shipped.
 * The third, npm's provenance attestation, exists only for a published package.
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { checkoutRoot } from './checkout';
import { exitWith } from './exitWith';
import { buildPackage, packPackage, unpackTarball } from './packPackage';
import { makeTemporaryFolder } from './temporaryFolder';

/** As scanner.mjs passes them for the unpacked tarball. */
const tarballPatterns = ['**/*.js', 'package.json'];

/** A violation that the scan has to find, in the language of each leg. */
const planted = {
	source: {
		file: 'nodes/planted.ts',
		text: 'export const wait = (): unknown => setTimeout(wait, 1);\n',
	},
	tarball: { file: 'dist/planted.js', text: "require('fs').readFileSync('/etc/hosts');\n" },
};

type Scanner = typeof import('@n8n/scan-community-package/scanner/scanner.mjs');

async function loadScanner(temporaryFolder: string): Promise<Scanner> {
	const before = process.env.TMPDIR;
	// It makes a temporary folder when it is loaded, and leaves it behind.
	process.env.TMPDIR = temporaryFolder;
	try {
		return await import('@n8n/scan-community-package/scanner/scanner.mjs');
	} finally {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	}
}

/** Scans a folder, then a copy with a planted violation, as a scan that reads nothing finds nothing. */
async function scanLeg(
	scanner: Scanner,
	leg: { name: 'source' | 'tarball'; folder: string; patterns: string[]; copy: string },
): Promise<string[]> {
	const result = await scanner.analyzePackage(leg.folder, leg.patterns);
	const { file, text } = planted[leg.name];
	await mkdir(dirname(join(leg.copy, file)), { recursive: true });
	await writeFile(join(leg.copy, file), text);
	const control = await scanner.analyzePackage(leg.copy, leg.patterns);

	const findings: string[] = [];
	if (!result.passed || result.message !== undefined) {
		findings.push(`Scan of the ${leg.name}: ${result.message}\n${result.details ?? ''}`);
	}
	if (!control.details?.includes('planted')) {
		findings.push(
			`Scan of the ${leg.name}: it overlooked a planted violation, so it read nothing.`,
		);
	}
	return findings;
}

/**
 * Runs the scan on the checkout's source and on a tarball.
 * @param tarball made by packPackage
 * @returns what n8n would not accept; empty when both legs pass
 * @throws Error when the scanner cannot be loaded
 */
export async function scanPackage(tarball: string): Promise<string[]> {
	const temporary = makeTemporaryFolder('scan');
	try {
		const scanner = await loadScanner(temporary.path);
		const [sourceCopy, unpacked, tarballCopy] = ['source', 'tarball', 'tarball-copy'].map((name) =>
			join(temporary.path, name),
		) as [string, string, string];
		for (const part of ['package.json', 'nodes', 'credentials', 'icons']) {
			await cp(join(checkoutRoot, part), join(sourceCopy, part), { recursive: true });
		}
		await unpackTarball(tarball, unpacked);
		await unpackTarball(tarball, tarballCopy);

		const patterns = scanner.SOURCE_FILE_PATTERNS;
		return [
			...(await scanLeg(scanner, {
				name: 'source',
				folder: checkoutRoot,
				patterns,
				copy: sourceCopy,
			})),
			...(await scanLeg(scanner, {
				name: 'tarball',
				folder: unpacked,
				patterns: tarballPatterns,
				copy: tarballCopy,
			})),
		];
	} finally {
		temporary.remove();
	}
}

async function main(): Promise<number> {
	const temporary = makeTemporaryFolder('pack');
	await buildPackage();
	const findings = await scanPackage(await packPackage(temporary.path));
	console.log(findings.length === 0 ? 'The scan found nothing.' : findings.join('\n'));
	return findings.length === 0 ? 0 : 1;
}

if (require.main === module) exitWith(main);
