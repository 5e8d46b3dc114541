import { commandLike } from './commandsOfPages';

const patterns = {
	/** Installs the tarball that `npm run tarball` has put into the current folder. */
	tarball: /^npm install --prefix \S+ .*\.\/n8n-nodes-\S+\.tgz$/,
	/** Installs or updates the published package. */
	published: /^npm install --prefix \S+ .*n8n-nodes-cloudpc-device-image(@\S+)?$/,
	/** Removes the package. */
	removePackage: /^npm uninstall --prefix \S+ .*n8n-nodes-cloudpc-device-image$/,
	/** Allows host identities. */
	msal: /^npm install --prefix \S+ .*@azure\/msal-node@\S+$/,
	/** Takes that back. */
	removeMsal: /^npm uninstall --prefix \S+ .*@azure\/msal-node$/,
};

/**
 * Returns one of the documentation's commands for n8n's folder of community packages, as an administrator copies it.
 * @throws Error when no page has it, or two pages write it differently
 */
export const readmeCommand = (name: keyof typeof patterns): string => commandLike(patterns[name]);
