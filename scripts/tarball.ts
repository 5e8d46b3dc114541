/* eslint-disable no-console */
import { checkoutRoot } from './checkout';
import { exitWith } from './exitWith';
import { buildPackage, packPackage } from './packPackage';

/** `npm run tarball`: builds the package and packs it into the checkout. */
exitWith(async () => {
	await buildPackage();
	console.log(await packPackage(checkoutRoot));
	return 0;
});
