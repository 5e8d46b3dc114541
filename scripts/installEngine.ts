import { installOnce, npmInstall, type Installed } from './installOnce';

/** n8n-core and n8n-workflow of the same n8n. */
export interface EngineVersion {
	core: string;
	workflow: string;
}

/**
 * Makes sure that an n8n engine is installed in the cache folder: about 400 MB and two minutes.
 * @param version of n8n-core, and the one of n8n-workflow that it was published with
 * @param report shown to the person who waits
 * @throws Error with npm's own words when a package cannot be fetched
 */
export async function installEngine(
	{ core, workflow }: EngineVersion,
	report: (line: string) => void,
): Promise<Installed> {
	return await installOnce(`engine-${core}`, report, async (folder) => {
		report(`Installing n8n-core ${core} (once; about 400 MB and two minutes).`);
		await npmInstall(folder, { dependencies: { 'n8n-core': core, 'n8n-workflow': workflow } }, report);
	});
}
