import { booleanParameter } from '../../../nodes/CloudPcDeviceImage/parameters/boolean';
import { choiceParameter, choicesParameter } from '../../../nodes/CloudPcDeviceImage/parameters/choice';
import { collectionParameter } from '../../../nodes/CloudPcDeviceImage/parameters/collection';
import { numberParameter, optionalNumber } from '../../../nodes/CloudPcDeviceImage/parameters/number';
import { odataFilterParameter } from '../../../nodes/CloudPcDeviceImage/parameters/odataFilter';
import { optionalText, textParameter } from '../../../nodes/CloudPcDeviceImage/parameters/text';
import { refusal } from './refusal';

const property = (displayName: string) => ({ displayName, name: 'x', type: 'string' as const, default: '' });

describe('a boolean', () => {
	const isOn = booleanParameter({ ...property('Full Image'), default: false });

	it.each([true, 'true', 'true ', ' TRUE\n', 1, '1'])('understands %j as true', (raw) => {
		expect(isOn.read(raw)).toBe(true);
	});

	it.each([false, 'false', 'False ', 0, '0', undefined, null, '', '  '])('understands %j as false', (raw) => {
		expect(isOn.read(raw)).toBe(false);
	});

	it('that is not set has its default', () => {
		expect(booleanParameter({ ...property('On'), default: true }).read(null)).toBe(true);
	});

	it.each(['yes', 'wahr', 2, -1, [], [true], {}, Number.NaN])('refuses %j with its shown name', (raw) => {
		const { message, description } = refusal(() => isOn.read(raw));
		expect(message).toMatch(/^'Full Image' has the value '.+', which is neither true nor false$/);
		expect(description).toBe('Use true or false.');
	});
});

describe('a choice', () => {
	const waitUntil = choiceParameter({
		...property('Wait Until'),
		options: [
			{ name: 'Ready', value: 'ready' },
			{ name: 'Any End', value: 'settled' },
		],
		default: 'ready',
	});

	it.each(['settled', 'Settled ', ' SETTLED', 'any end'])('understands %j', (raw) => {
		expect(waitUntil.read(raw)).toBe('settled');
	});

	it.each([undefined, null, '', ' '])('that is not set (%j) has its default', (raw) => {
		expect(waitUntil.read(raw)).toBe('ready');
	});

	it.each(['done', true, 0, ['ready'], { value: 'ready' }])('refuses %j with the allowed values', (raw) => {
		const { message, description } = refusal(() => waitUntil.read(raw));
		expect(message).toMatch(/^'Wait Until' has the value '.+', which does not exist$/);
		expect(description).toBe('Use one of ready, settled.');
	});
});

describe('a list of choices', () => {
	const options = ['failed', 'pending', 'warning'].map((value) => ({ name: value === 'warning' ? 'With Warning' : value, value }));
	const status = choicesParameter({ ...property('Status'), options, default: [] });

	it.each([
		[['failed', 'warning']],
		['failed,warning'],
		[' Failed ; WARNING '],
		['["failed","warning"]'],
		['["failed","warning"] '],
		["['failed', 'warning']"],
		['[failed, warning]'],
		['failed warning'],
		['failed, With Warning'],
		[['failed,warning', '', null, ' ']],
		[[['failed'], ['warning', 'failed']]],
		['failed\nwarning,'],
	])('understands %j', (raw) => {
		expect(status.read(raw)).toEqual(['failed', 'warning']);
	});

	it.each([undefined, null, '', ' ', [], [''], [null], ',', '[]', '[""]'])('%j is no filter', (raw) => {
		expect(status.read(raw)).toEqual([]);
	});

	it.each(['error', ['failed', 'error'], 'failed error', 'all', { failed: true }, 3, true])(
		'refuses %j with the allowed values',
		(raw) => {
			const { message, description } = refusal(() => status.read(raw));
			expect(message).toMatch(/^'Status' has the value '.+', which does not exist$/);
			expect(description).toBe('Use one or more of failed, pending, warning. Leave it empty for all.');
		},
	);

	it('that is required refuses to be empty', () => {
		const events = choicesParameter({ ...property('Trigger On'), options, default: [] }, true);
		expect(refusal(() => events.read([''])).message).toBe("'Trigger On' is empty");
		expect(refusal(() => events.read(null)).description).toBe('Use one or more of failed, pending, warning.');
	});
});

describe('a number', () => {
	const limit = numberParameter({ ...property('Limit'), default: 50 }, { min: 1, isWhole: true });
	const days = optionalNumber({ ...property('Days'), default: 30 }, { min: 0, max: 100 });

	it.each([
		[7, 7],
		['7', 7],
		[' 7.0 ', 7],
		['1e2', 100],
		['', 50],
		[null, 50],
	])('understands %j as %d', (raw, value) => {
		expect(limit.read(raw)).toBe(value);
	});

	it.each([0, -1, 2.5, '0x10', '1,000', '7 days', Number.NaN, Infinity, '1e999', true, [7], {}])('refuses %j', (raw) => {
		expect(refusal(() => limit.read(raw)).message).toMatch(/which is not a whole number of 1 or more$/);
	});

	it('that is optional is undefined when it is not set, and refused beyond its limits', () => {
		expect(days.read('')).toBeUndefined();
		expect(days.read('0.5')).toBe(0.5);
		expect(refusal(() => days.read(101)).message).toBe("'Days' has the value '101', which is not a number from 0 to 100");
	});
});

describe('a text', () => {
	const name = textParameter(property('Display Name'), 'Finance');

	it.each([
		['  Büro "A" ', 'Büro "A"'],
		[5, '5'],
	])('understands %j', (raw, value) => {
		expect(name.read(raw)).toBe(value);
	});

	it.each(['', ' ', null, undefined])('that is required is empty for %j', (raw) => {
		const { message, description } = refusal(() => name.read(raw));
		expect([message, description]).toEqual(["'Display Name' is empty", 'Enter a value, e.g. Finance']);
	});

	it.each(['a\nb', 'a\u0000b', 'a\u001b[31mb', 'half \ud83d of an emoji', ['a'], { id: 'x' }])('refuses %j', (raw) => {
		expect(refusal(() => name.read(raw)).message).toContain("'Display Name' has the value");
	});

	it('that is optional is undefined when it is not set', () => {
		expect(optionalText(property('Name'), 'x').read(' ')).toBeUndefined();
	});

	it('of an OData filter over several lines becomes one line', () => {
		expect(odataFilterParameter.read(" status eq 'ready'\r\n\tor status eq 'failed' ")).toBe(
			"status eq 'ready' or status eq 'failed'",
		);
	});
});

describe('a collection', () => {
	const options = collectionParameter(property('Options'), {
		limit: numberParameter({ ...property('Limit'), name: 'limit', default: 50 }, { min: 1 }),
		name: optionalText({ ...property('Name'), name: 'name' }, 'x'),
	});

	it.each([undefined, null, '', {}, '{}'])('that is not set (%j) has the defaults of its entries', (raw) => {
		expect(options.read(raw)).toEqual({ limit: 50, name: undefined });
	});

	it.each([{ limit: '5 ', name: 'a' }, '{"limit":5,"name":"a"}'])('understands %j', (raw) => {
		expect(options.read(raw)).toEqual({ limit: 5, name: 'a' });
	});

	it.each(['limit=5', [], ['limit'], 5, true])('refuses %j', (raw) => {
		expect(refusal(() => options.read(raw)).message).toMatch(/^'Options' has the value '.+', which is not an object$/);
	});

	it.each(['state', '__proto__', 'constructor', 'toString'])('refuses the entry %s, which it does not have', (entry) => {
		const raw = JSON.parse(`{ "limit": 5, "${entry}": 1 }`) as object;
		const { message, description } = refusal(() => options.read(raw));
		expect([message, description]).toEqual([`'Options' has the value '${entry}', which does not exist`, 'Use any of limit, name.']);
	});
});
