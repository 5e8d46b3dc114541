import { readImageId } from '../../../nodes/CloudPcDeviceImage/parameters/entityId';
import { readSourceImageId } from '../../../nodes/CloudPcDeviceImage/parameters/sourceImageId';
import { readVersion } from '../../../nodes/CloudPcDeviceImage/parameters/version';
import { refusal } from './refusal';

const id = '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10';
const graph = 'https://graph.microsoft.com/beta/deviceManagement/virtualEndpoint';

describe('an image ID', () => {
	const read = (raw: unknown): string => readImageId('Device Image', raw);

	it.each([
		id,
		` ${id}\n`,
		`${graph}/deviceImages/${id}`,
		`${graph}/deviceImages/${id}/`,
		`${graph}/deviceImages('${id}')`,
		`${graph}/deviceImages/${id}?$select=id`,
		`https://gateway.contoso.com/graph/v1.0/deviceManagement/virtualEndpoint/deviceImages/${id}`,
		`http://127.0.0.1:8080/v1.0/deviceManagement/virtualEndpoint/deviceImages/${id}`,
		`https://intune.microsoft.com/#view/Microsoft_Azure_CloudPC/ImageBlade/imageId/${id}`,
		`https://intune.microsoft.us/#view/Microsoft_Azure_CloudPC/ImageBlade/imageId/${id}/`,
	])('is understood as %s', (raw) => {
		expect(read(raw)).toBe(id);
	});

	it.each(['', '  ', undefined, null])('is empty for %j', (raw) => {
		const { message, description } = refusal(() => read(raw));
		expect(message).toBe("'Device Image' is empty");
		expect(description).toContain(id);
	});

	it.each([
		'a/b', '..', '.', '../x', 'a%2fb', 'a?b', 'a#b', "a'b", 'a\\b', 'a\u0000b', '😀', 'x'.repeat(10_000),
		`${graph}/provisioningPolicies/${id}`,
		`${graph}/deviceImages/${id}/retryUpload`,
		`${graph}/deviceImages`,
		`https://portal.azure.com/#@contoso/resource/subscriptions/${id}`,
		`https://intune.microsoft.com/${id}/overview`,
		`deviceImages/${id}`,
		[id],
		{ id },
	])('is not %s', (raw) => {
		expect(refusal(() => read(raw)).message).toMatch(/^'Device Image' has the value '.{1,101}', which is not an image ID$/su);
	});
});

const group = '/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups';
const compute = 'providers/Microsoft.Compute';
const managed = `${group}/rg-images/${compute}/images/win11`;
const gallery = `${group}/rg-images/${compute}/galleries/contoso/images/win11/versions/1.0.0`;

describe('the ID of a source image', () => {
	const read = (raw: unknown): string => readSourceImageId('Source Image', raw);

	it.each([
		managed,
		gallery,
		managed.toUpperCase(),
		managed.replace('subscriptions', 'Subscriptions').replace('resourceGroups', 'ResourceGroups').replace('/images/', '/Images/'),
		gallery.toLowerCase(),
	])('is %s in any of the spellings of Azure, with blanks or a slash at its end', (raw) => {
		expect([read(raw), read(` ${raw} `), read(`${raw}/`)]).toEqual([raw, raw, raw]);
	});

	it.each([
		[gallery.replace('1.0.0', 'latest'), "which names the version 'latest'"],
		[`${gallery.replace('1.0.0', 'Latest')}/`, "which names the version 'latest'"],
		[gallery.replace('/versions/1.0.0', ''), 'which is an image definition without a version'],
		[gallery.replace('/1.0.0', '/'), 'which is an image definition without a version'],
		['/CommunityGalleries/contoso-123/Images/win11/Versions/1.0.0', 'which is an image in a community gallery'],
		['/communityGalleries/contoso-123/images/win11/versions/latest', 'which is an image in a community gallery'],
		['/SharedGalleries/uid-CONTOSO/Images/win11/Versions/1.0.0', 'which is an image that another tenant shares directly'],
		[`https://portal.azure.com/#@contoso.com/resource${managed}/overview`, 'which is the URL of a page in the Azure portal'],
		[`https://portal.azure.us/#resource${gallery}`, 'which is the URL of a page in the Azure portal'],
	])('is not %s, and the refusal says why', (raw, reason) => {
		const { message, description } = refusal(() => read(raw));
		expect(message).toContain(reason);
		expect(description).toContain('/providers/Microsoft.Compute/images/');
	});

	it.each([
		'win11', group, `${managed}/extra`, `${managed}?x=1`,
		managed.replace('images/win11', 'disks/win11'),
		managed.replace('11112222-bbbb-3333-cccc-4444dddd5555', '<sub>'),
		managed.replace('rg-images', '..%2f..'),
		[managed],
	])('is not %s', (raw) => {
		const { message, description } = refusal(() => read(raw));
		expect(message).toMatch(/which is not the resource ID of a managed image or of a gallery image version$/);
		expect(description).toContain('/galleries/');
	});

	it.each(['..', '.', 'a b', "a'b", 'a\u0000b', '😀', 'a.', 'x'.repeat(91), 'a%2fb'])('has no resource group %s', (name) => {
		refusal(() => read(`${group}/${name}/${compute}/images/win11`));
	});

	it.each(['rg-images', 'RG_1.(x)', 'bürö', 'x'.repeat(90)])('may have the resource group %s', (name) => {
		const raw = `${group}/${name}/${compute}/images/win11_x.1`;
		expect(read(raw)).toBe(raw);
	});

	it.each(['..', '-a', 'a-', 'a.', 'a b', "a'", 'x'.repeat(81)])('has no image name %s', (name) => {
		refusal(() => read(`${group}/rg/${compute}/images/${name}`));
	});
});

describe('a version', () => {
	const read = (raw: unknown): string => readVersion('Version', raw);

	it.each(['0.0.1', '1.5.13', ' 10.20.30 '])('is %s', (raw) => {
		expect(read(raw)).toBe(raw.trim());
	});

	it.each(['', '1.0', 'v1.0.0', '1.0.0.0', '1.0.x', '99999999999.0.0', '2147483648.0.0', '1.0.0\n1', '1,0,0', '-1.0.0', 1, ['1.0.0']])(
		'is not %j',
		(raw) => {
			expect(refusal(() => read(raw)).description).toContain('e.g. 1.0.0');
		},
	);
});
