import { guidPattern } from '../../../credentials/entra/guid';
import { InvalidInput } from './invalidInput';
import { textOf } from './rawValue';

const exampleArmId =
	'/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups/images/providers/Microsoft.Compute/images/win11-finance';

// Names as Azure allows them: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
const subscription = `/subscriptions/${guidPattern}`;
const resourceGroup = '/resourceGroups/[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]';
const name = '[a-z0-9](?:[a-z0-9_.-]{0,78}[a-z0-9_])?';
const managedImage = `/providers/Microsoft\\.Compute/images/${name}`;
const galleryVersion = `/providers/Microsoft\\.Compute/galleries/${name}/images/${name}/versions/\\d{1,10}\\.\\d{1,10}\\.\\d{1,10}`;
const armId = new RegExp(`^${subscription}${resourceGroup}(?:${managedImage}|${galleryVersion})$`, 'iu');

const copyId = `Choose the image from the list, or copy the resource ID from the Azure portal, e.g. ${exampleArmId} or …/providers/Microsoft.Compute/galleries/contoso/images/win11/versions/1.0.0`;

const oneVersion = 'Windows 365 uploads a specific version. Choose it from the list, or add it, e.g. /versions/1.0.0';

/** What looks like a source image and is none, with what is wrong with it and what to do. */
const nearMisses: Array<[pattern: RegExp, reason: string, remedy: string]> = [
	[
		/^https?:\/\/[^/]*portal\.azure\./i,
		'which is the URL of a page in the Azure portal',
		`On that page, open 'Properties' or 'JSON View' and copy 'Resource ID'. ${copyId}`,
	],
	[
		/\/CommunityGalleries\//i,
		'which is an image in a community gallery',
		`Windows 365 reads only images in your own subscriptions. First copy the image version into one of your galleries. ${copyId}`,
	],
	[
		/\/SharedGalleries\//i,
		'which is an image that another tenant shares directly',
		`Windows 365 reads only images in your own subscriptions. First copy the image version into one of your galleries. ${copyId}`,
	],
	[/\/versions\/latest$/i, "which names the version 'latest'", `${oneVersion}. ${copyId}`],
	[/\/galleries\/[^/]+\/images\/[^/]+(\/versions)?$/i, 'which is an image definition without a version', `${oneVersion}. ${copyId}`],
];

/**
 * Returns the ARM ID of a source image: a managed image, or a version in an Azure Compute Gallery.
 *
 * @param parameter the parameter as the user sees it
 * @param raw the ID in any of Azure's spellings, also with a slash at its end
 * @throws InvalidInput when it is neither; it names what is wrong with what Azure itself shows
 */
export function readSourceImageId(parameter: string, raw: unknown): string {
	const text = typeof raw === 'object' ? '' : textOf(raw).trim();
	const id = text.replace(/\/+$/, '');
	if (armId.test(id)) return id;
	const [, reason, remedy] = nearMisses.find(([pattern]) => pattern.test(id)) ?? [];
	throw new InvalidInput(
		parameter,
		raw,
		reason ?? 'which is not the resource ID of a managed image or of a gallery image version',
		remedy ?? copyId,
	);
}
