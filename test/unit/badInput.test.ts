import * as fc from 'fast-check';

import { selectQuery } from '../../nodes/CloudPcDeviceImage/fields/selectOption';
import { GraphError } from '../../nodes/CloudPcDeviceImage/graph/errors';
import {
	deviceImagePath,
	deviceImagesPath,
	odataLiteral,
} from '../../nodes/CloudPcDeviceImage/graph/paths';
import {
	checkImageId,
	checkNumber,
	checkODataFilter,
	checkPropertyNames,
	checkSourceImageResourceId,
	checkText,
	checkVersion,
} from '../../nodes/CloudPcDeviceImage/operations/checks';
import { InvalidInput } from '../../nodes/CloudPcDeviceImage/operations/operation';
import { provisioningPolicyType } from '../graph-server/odata/entityType';
import { parseFilter } from '../graph-server/odata/filter';

const runs = { numRuns: 10_000 };

const nasty = fc.constantFrom(
	"'", "''", '/', '\\', '..', '.', '%2f', '%2e%2e', '?', '#', '&', '=', '$filter=', '\u0000', '\r\n', '\u202e',
	'😀', '\ud83d', ' ', "' or id ne '", '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10', '/subscriptions/', '1.0.0', 'x'.repeat(10_000),
);

/** Texts made of what breaks out of URLs and literals, and any other text. */
const text = fc.oneof(
	fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 5 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary' }),
	fc.string({ unit: 'grapheme' }),
);

/** What an expression may give: any JSON, and what JavaScript has besides. */
const value = fc.oneof({ weight: 2, arbitrary: text }, fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }));

/** Gives what a check made of the value, or undefined when it refused in the documented way. */
function outcomeOf<T>(field: string, check: () => T): T | undefined {
	try {
		return check();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		const { message, description } = error as InvalidInput;
		expect(message.startsWith(`'${field}' `)).toBe(true);
		expect(message).not.toMatch(/[\p{Cc}\p{Cs}]/u);
		expect(message.length).toBeLessThan(500);
		expect(description).not.toBe('');
		return undefined;
	}
}

const subscription = '/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups';
const compute = 'providers/Microsoft.Compute';

describe('whatever a value is, a check gives a safe one or names the field', () => {
	it('an image ID stays in its path segment', () => {
		fc.assert(
			fc.property(value, (given) => {
				const id = outcomeOf('Device Image', () => checkImageId(given));
				if (id === undefined) return;
				const url = new URL(`https://graph.microsoft.com/v1.0${deviceImagePath(id, 'retryUpload')}`);
				expect(url.pathname).toBe(`/v1.0${deviceImagesPath}/${id}/retryUpload`);
				expect(url.search + url.hash).toBe('');
			}),
			runs,
		);
	});

	it('an ID that Graph itself gives does, too', () => {
		fc.assert(
			fc.property(text, (id) => {
				let path: string;
				try {
					path = deviceImagePath(id);
				} catch (error) {
					expect(error).toBeInstanceOf(GraphError);
					return;
				}
				expect(new URL(path, 'https://graph.microsoft.com').pathname).toBe(`${deviceImagesPath}/${id}`);
			}),
			runs,
		);
	});

	it('a text stays in its OData literal', () => {
		fc.assert(
			fc.property(text, text, (wanted, other) => {
				const fits = parseFilter(`displayName eq ${odataLiteral(wanted)} and imageId eq 'x'`, provisioningPolicyType);
				expect(fits({ displayName: wanted, imageId: 'x' })).toBe(true);
				expect(fits({ displayName: wanted, imageId: 'y' })).toBe(false);
				expect(fits({ displayName: other, imageId: 'x' })).toBe(other.toLowerCase() === wanted.toLowerCase());
			}),
			runs,
		);
	});

	it('an OData filter and property names become one query option each', () => {
		fc.assert(
			fc.property(value, value, (givenFilter, givenFields) => {
				const filter = outcomeOf('OData Filter', () => checkODataFilter(givenFilter)) ?? '';
				const select = outcomeOf('Fields', () => selectQuery(givenFields)) ?? '';
				const query = new URLSearchParams(`$filter=${encodeURIComponent(filter)}&$select=${select}`);
				expect([...query]).toEqual([
					['$filter', filter],
					['$select', select],
				]);
			}),
			runs,
		);
	});

	it('an ARM ID has the segments of a source image and no others', () => {
		const near = fc
			.tuple(text, text, fc.constantFrom('images/', 'galleries/g/images/i/versions/'))
			.map(([group, name, kind]) => `${subscription}/${group}/${compute}/${kind}${name}`);
		fc.assert(
			fc.property(fc.oneof(near, value), (given) => {
				const id = outcomeOf('Source Image', () => checkSourceImageResourceId(given));
				if (id === undefined) return;
				expect([9, 13]).toContain(id.split('/').length);
				expect(new URL(id, 'https://management.azure.com').pathname.split('/')).toHaveLength(id.split('/').length);
				expect(decodeURIComponent(id)).toBe(id);
			}),
			runs,
		);
	});

	it('a version, a text and a number are what they say', () => {
		fc.assert(
			fc.property(value, (given) => {
				const version = outcomeOf('Version', () => checkVersion(given)) ?? '0.0.0';
				expect(version.split('.').map((part) => Number.isSafeInteger(Number(part)))).toEqual([true, true, true]);
				const name = outcomeOf('Display Name', () => checkText('Display Name', given, 'x')) ?? 'x';
				expect(JSON.parse(JSON.stringify(name))).toBe(name.trim());
				expect(encodeURIComponent(name)).not.toBe('');
				const number = outcomeOf('Limit', () => checkNumber('Limit', given, 1, 100)) ?? 1;
				expect(number >= 1 && number <= 100).toBe(true);
			}),
			runs,
		);
	});
});

describe('what Azure and Graph would refuse', () => {
	it.each(['..', '.', 'a b', "a'b", 'a\u0000b', '😀', 'a.', 'x'.repeat(91), 'a%2fb'])('is no resource group: %s', (group) => {
		const id = `${subscription}/${group}/${compute}/images/win11`;
		expect(() => checkSourceImageResourceId(id)).toThrow(InvalidInput);
	});

	it.each(['rg-images', 'RG_1.(x)', 'bürö', 'x'.repeat(90)])('is a resource group: %s', (group) => {
		const id = `${subscription}/${group}/${compute}/images/win11_x.1`;
		expect(checkSourceImageResourceId(id)).toBe(id);
	});

	it.each(['..', '-a', 'a-', 'a.', 'a b', "a'", 'x'.repeat(81)])('is no image name: %s', (name) => {
		expect(() => checkSourceImageResourceId(`${subscription}/rg/${compute}/images/${name}`)).toThrow(InvalidInput);
	});

	it.each(['99999999999.0.0', '2147483648.0.0', '1.0.0\n1', '1,0,0', '-1.0.0'])('is no version: %j', (version) => {
		expect(() => checkVersion(version)).toThrow("'Version' has the value");
	});

	it.each(['a\nb', 'a\u0000b', 'a\u001b[31mb', 'half \ud83d of an emoji'])('is no name: %j', (name) => {
		expect(() => checkText('Display Name', name, 'x')).toThrow("'Display Name' has the value");
	});

	it.each(['status&$expand=x', 'a,b', '$select', '', 'a b'])('is no property: %j', (name) => {
		expect(() => checkPropertyNames([name])).toThrow("'Fields' ");
	});

	it('a filter over several lines becomes one', () => {
		expect(checkODataFilter(" status eq 'ready'\r\n\tor status eq 'failed' ")).toBe(
			"status eq 'ready' or status eq 'failed'",
		);
	});

	it('a pause too long for a timer is no pause', () => {
		expect(() => checkNumber('Poll Interval (Seconds)', 2_147_484, 1, 86_400)).toThrow('from 1 to 86400');
	});
});
