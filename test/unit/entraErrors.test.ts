/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
	adviseOnEntraError,
	entraAdvice,
	readEntraError,
} from '../../credentials/entra/entraErrors';
import type { FailedOperation } from '../../nodes/CloudPcDeviceImage/explanations/errorRule';
import { explainGraphError } from '../../nodes/CloudPcDeviceImage/explanations/explain';
import { GraphError } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { readThrown } from '../../nodes/CloudPcDeviceImage/n8n/requestErrors';

const page = join(__dirname, '../../docs/troubleshooting.md');
const heading = '\n## Sign-in codes (AADSTS)\n';

/** The first cell of a row of that page. */
const cellOf = (codes: readonly number[]): string => `AADSTS${codes.join(', ')}`;

const [traceId, correlationId] = [randomUUID(), randomUUID()];
const date = '2026-11-23 03:00:00Z';
const words = 'AADSTS7000215: Invalid client secret provided.';
const ids = { traceId, correlationId, date };
const get: FailedOperation = {
	action: 'Get device image',
	permission: 'CloudPC.Read.All',
	access: 'read',
	noun: 'device image',
	hasRequestOptions: true,
};

/** Both spellings are on record: line breaks until about 2022, spaces since. */
const described = (separator: string): string =>
	[words, `Trace ID: ${traceId}`, `Correlation ID: ${correlationId}`, `Timestamp: ${date}`].join(separator);

const body = {
	error: 'invalid_client',
	error_description: described(' '),
	error_codes: [7000215],
	timestamp: date,
	trace_id: traceId,
	correlation_id: correlationId,
};

/** As n8n throws a refused token request. */
const thrown = (code: number): unknown => {
	const error_description = `AADSTS${code}: Words of Entra. Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${date}`;
	const authError = Object.assign(new Error('invalid'), { body: { error_description } });
	return Object.assign(new Error('Failed to acquire OAuth2 access token'), { cause: authError });
};

describe('readEntraError', () => {
	it.each<[string, unknown]>([
		['a body', body],
		['a body without ids beside the text', { error_description: described(' ') }],
		['the JSON of a body', JSON.stringify(body)],
		['a text with line breaks', described('\r\n')],
		['a text with spaces, after other words', `Failed: ${described(' ')}`],
	])('finds code, words and ids in %s', (_, answer) => {
		expect(readEntraError(answer)).toEqual({ code: 'AADSTS7000215', words, ...ids });
	});

	it.each([undefined, null, 7, '', 'AADSTS', 'null', '{}', '"AADSTS"', { error_description: 5 }, { error: 'x' }])(
		'finds nothing in %j',
		(answer) => {
			expect(readEntraError(answer)).toBeUndefined();
		},
	);
});

describe('every code of the table', () => {
	const codes = entraAdvice.flatMap((advice) => advice.codes.map((code) => [code, advice] as const));

	it('stands there once', () => {
		expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
	});

	it.each([7000215, 7000222, 700016, 90002, 700027, 700024, 70021, 700213, 65001, 53003, 500011, 500341, 7000218])(
		'has AADSTS%d, the ones that administrators meet most',
		(code) => {
			expect(adviseOnEntraError(`AADSTS${code}`)).toBeDefined();
		},
	);

	it.each(codes)('AADSTS%d is told with reason, place, words and ids', (code, { reason, remedy, passes }) => {
		const { failure } = new GraphError(readThrown('GET /x', thrown(code)));
		const { message, description } = explainGraphError(failure, get);
		expect(message).toBe(
			passes
				? "Get device image: Microsoft Entra ID can't be reached or isn't available"
				: `Get device image: Microsoft Entra ID didn't issue a token: ${reason}`,
		);
		expect(description.split('\n')).toEqual([
			`Microsoft Entra ID returned: AADSTS${code}: Words of Entra.`,
			passes ? expect.stringMatching(/^Try again later\..* Health > Service health/) : remedy,
			`For Microsoft support: correlation ID ${correlationId}, trace ID ${traceId}, date ${date}.`,
		]);
		expect(remedy).toMatch(/Entra admin center|Microsoft 365 admin center/);
	});

	/** What the page says of each code, as cells; the third is its own. */
	const readRows = (text: string): string[][] =>
		(text.split(heading)[1] ?? '')
			.split('\n')
			.filter((row) => row.startsWith('| AADSTS'))
			.map((row) => row.slice(2, -2).split(' | '));

	it('is in the table of docs/troubleshooting.md, and no other', () => {
		const text = readFileSync(page, 'utf8');
		if (process.env.WRITE_LISTS) {
			const written = entraAdvice.reduce((all, { codes: of, reason }) => {
				const [cell, old] = readRows(text).find(([first]) => first === cellOf(of)) ?? [];
				return all.replace(`| ${cell} | ${old} |`, `| ${cell} | ${reason} |`);
			}, text);
			writeFileSync(page, written);
		}
		const shown = readRows(readFileSync(page, 'utf8')).map((cells) => cells.slice(0, 2));
		expect(shown).toEqual(entraAdvice.map(({ codes: of, reason }) => [cellOf(of), reason]));
	});
});

describe('what is not in the table', () => {
	it('is told in the words of Entra, with the page of Microsoft that explains the code', () => {
		const { message, description } = explainGraphError(readThrown('GET /x', thrown(999999)), get);
		expect(message).toBe("Get device image: Microsoft Entra ID didn't issue a token");
		expect(description).toContain('Microsoft Entra ID returned: AADSTS999999: Words of Entra.');
		expect(description).toContain('https://login.microsoftonline.com/error?code=999999');
		expect(description).toContain(`trace ID ${traceId}`);
	});

	it('what n8n keeps to itself is told as that, with the place where it stands', () => {
		const n8nWords = 'The credential "Local Graph" needs to be reconnected.';
		const { description } = explainGraphError(readThrown('GET /x', new Error(n8nWords)), get);
		expect(description).toContain(`n8n returned: ${n8nWords}`);
		expect(description).toContain("n8n doesn't show the reason from Microsoft Entra ID");
		expect(description).toContain('Sign-in logs');
	});
});
