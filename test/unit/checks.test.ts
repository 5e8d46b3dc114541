import * as fc from 'fast-check';

import { deviceImagePath, deviceImagesPath } from '../../nodes/CloudPcDeviceImage/graph/paths';
import {
	checkImageId,
	checkNumber,
	checkSourceImageResourceId,
	checkText,
	checkVersion,
} from '../../nodes/CloudPcDeviceImage/operations/checks';
import { InvalidInput } from '../../nodes/CloudPcDeviceImage/operations/operation';

const subscription = '/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups/rg-images';
const managed = `${subscription}/providers/Microsoft.Compute/images/win11`;
const gallery = `${subscription}/providers/Microsoft.Compute/galleries/contoso/images/win11/versions/1.0.0`;

const refusal = (check: () => unknown): InvalidInput => {
	try {
		check();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		return error as InvalidInput;
	}
	throw new Error('Nothing was refused');
};

describe('checkImageId', () => {
	it('accepts a GUID, with white space around it', () => {
		const id = '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10';
		expect(checkImageId(` ${id}\n`)).toBe(id);
	});

	it.each(['', '  ', undefined, null])('names the field when it is empty (%j)', (value) => {
		const error = refusal(() => checkImageId(value));
		expect(error.message).toBe("'Device Image' is empty");
		expect(error.description).toContain('2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10');
	});

	it.each(['a/b', '..', '.', 'a%2fb', 'a?b', 'a#b', "a'b", 'a\\b', 'a\u0000b', '😀', 'x'.repeat(10_000)])(
		'refuses %s',
		(value) => {
			const error = refusal(() => checkImageId(value));
			expect(error.message).toMatch(/^'Device Image' has the value '.{1,101}', which is not an image ID$/su);
		},
	);

	it('never lets a text leave its path segment', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (value) => {
				let id: string;
				try {
					id = checkImageId(value);
				} catch (error) {
					return error instanceof InvalidInput;
				}
				const url = new URL(`https://graph.microsoft.com/v1.0${deviceImagePath(id)}`);
				return url.pathname === `/v1.0${deviceImagesPath}/${id}` && url.search + url.hash === '';
			}),
			{ numRuns: 10_000 },
		);
	});
});

describe('checkSourceImageResourceId', () => {
	it.each([managed, gallery, managed.toUpperCase()])('accepts %s', (id) => {
		expect(checkSourceImageResourceId(` ${id} `)).toBe(id);
	});

	it.each([
		'win11',
		subscription,
		managed.replace('images/win11', 'disks/win11'),
		`${managed}/extra`,
		`${managed}?x=1`,
		gallery.replace('/versions/1.0.0', ''),
		gallery.replace('1.0.0', 'latest'),
		managed.replace('11112222-bbbb-3333-cccc-4444dddd5555', '<sub>'),
		managed.replace('rg-images', '..%2f..'),
	])('refuses %s and shows a right example', (id) => {
		const error = refusal(() => checkSourceImageResourceId(id));
		expect(error.message).toContain("'Source Image' has the value '");
		expect(error.description).toContain('/providers/Microsoft.Compute/images/');
		expect(error.description).toContain('/galleries/');
	});
});

describe('the other checks', () => {
	it.each(['0.0.1', '1.5.13', ' 10.20.30 '])('checkVersion accepts %s', (version) => {
		expect(checkVersion(version)).toBe(version.trim());
	});

	it.each(['', '1.0', 'v1.0.0', '1.0.0.0', '1.0.x'])('checkVersion refuses %j', (version) => {
		expect(refusal(() => checkVersion(version)).description).toContain('e.g. 1.0.0');
	});

	it('checkText trims and refuses nothing but emptiness', () => {
		expect(checkText('Display Name', '  Büro "A" ', 'x')).toBe('Büro "A"');
		expect(refusal(() => checkText('Display Name', ' ', 'Finance')).message).toBe(
			"'Display Name' is empty",
		);
	});

	it('checkNumber takes numbers and numbers as text, from the least on', () => {
		expect(checkNumber('Limit', '7', 1)).toBe(7);
		expect(checkNumber('Wait Timeout (Minutes)', 0, 0)).toBe(0);
		for (const wrong of ['', 'x', Number.NaN, Infinity, 0.5, -1, undefined]) {
			expect(refusal(() => checkNumber('Limit', wrong, 1)).message).toContain("'Limit'");
		}
	});
});
