import fc from 'fast-check';

import { propertyRuns } from '../propertyRuns';
import { withoutIds } from './probe/withoutIds';

const placeholder = /\[(token|ARM ID|GUID|address|domain|name)\]/g;

const word = fc
	.string({ minLength: 4, maxLength: 20, unit: 'grapheme' })
	.map((text) => text.trim());
const name = word.filter((text) => text.length >= 4);
const label = fc.stringMatching(/^[a-z][a-z\d-]{2,12}$/);
const guid = fc.uuid();
const jwt = fc
	.tuple(fc.base64String({ minLength: 8 }), fc.base64String({ minLength: 8 }))
	.map(([claims, signature]) =>
		['eyJhbGciOiJSUzI1NiJ9', claims, signature]
			.map((part) => part.replace(/[+/=]/g, '-'))
			.join('.'),
	);
const armId = fc
	.tuple(guid, label, label)
	.map(
		([subscription, group, image]) =>
			`/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/images/${image}`,
	);
const address = fc.tuple(label, label).map(([user, host]) => `${user}@${host}.example`);
const domain = label.map((host) => `${host}.onmicrosoft.com`);
const secret = fc.stringMatching(/^[A-Z]\d[\w~]{38}$/);
const separator = fc.constantFrom(' ', '"', "'", '\n', ' | ', '`', ' <', '> ');

describe('withoutIds', () => {
	it('lets no planted name survive, wherever it stands', () => {
		const parts = fc.array(fc.tuple(name, separator), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(parts, (planted) => {
				const text = planted.map(([value, after]) => `The image "${value}"${after}`).join('');
				const names = planted.map(([value]) => value);
				const left = withoutIds(text, names).replace(placeholder, '\0');
				for (const value of names) expect(left).not.toContain(value);
			}),
			propertyRuns(),
		);
	});

	it('lets no id, token, address or domain survive, known or not', () => {
		const secretive = fc.oneof(guid, jwt, armId, address, domain, secret);
		const parts = fc.array(fc.tuple(secretive, separator), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(parts, (planted) => {
				const text = planted.map(([value, after]) => `was refused: ${value}${after}`).join('');
				const left = withoutIds(text).replace(placeholder, '\0');
				for (const [value] of planted) {
					expect(left).not.toContain(value);
					for (const part of value.split(/[/@]/).filter((each) => each.length > 12)) {
						if (!/resourceGroups|Microsoft/.test(part)) expect(left).not.toContain(part);
					}
				}
			}),
			propertyRuns(),
		);
	});

	it.each([
		["The image 'Prod' exists.", ['prod'], "The image '[name]' exists."],
		['status a was', ['a'], 'status [name] was'],
		['the name My%20Image', ['My Image'], 'the name [name]'],
		['x 7c1d0000-0000-4000-8000-000000000001', ['7c1d'], 'x [GUID]'],
		[
			'Finance 7c1d0000-0000-4000-8000-000000000001',
			['Finance 7c1d0000-0000-4000-8000-000000000001'],
			'[name]',
		],
		['a.b+c [x]', ['b+c [x]'], 'a.[name]'],
		['nothing', ['', ' '], 'nothing'],
	])('%s', (text, known, wanted) => {
		expect(withoutIds(text, known)).toBe(wanted);
	});

	it.each([
		'status 404, innerCode DeviceImageNotFound',
		'sourceImageWithAzureDiskEncryptionNotSupported',
		'deviceManagement/virtualEndpoint/deviceImages/$entity',
		'10.0.22631.3593, 24H2, 2028-04-11',
	])('keeps: %s', (text) => {
		expect(withoutIds(text)).toBe(text);
	});
});
