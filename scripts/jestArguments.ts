/**
 * Returns jest's arguments for some folders of tests.
 *
 * @param folders relative to the checkout
 * @param args words before the first option choose files by a part of their path within these folders; the rest goes to jest
 */
export function jestArguments(folders: string[], args: string[]): string[] {
	const firstOption = args.findIndex((arg) => arg.startsWith('-'));
	const end = firstOption === -1 ? args.length : firstOption;
	const [files, options] = [args.slice(0, end), args.slice(end)];
	if (files.length === 0) return [...folders, ...options];
	// A path as the shell completes it begins with the folder already.
	const inFolder = (folder: string) => (file: string) => (file.startsWith(`${folder}/`) ? file : `${folder}/.*${file}`);
	return [...folders.flatMap((folder) => files.map(inFolder(folder))), ...options];
}
