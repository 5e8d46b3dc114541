import { sections } from '../sections';
import type { Facts, Json } from '../questions';
import { comparable } from '../questions/facts';
import { verdict, type Comparison, type Outcome, type Verdict } from './compare';
import { withoutIds } from './withoutIds';

/** What the head of a report tells. */
export interface About {
	/** `YYYY-MM-DD`, UTC */
	date: string;
	/** Of this package. */
	version: string;
	cloud: string;
	signedInWith: string;
	wrote: boolean;
	/** What could not be deleted. */
	left: readonly string[];
}

/** The most surprising first. */
const differing: readonly Verdict[] = [
	'differs, unknown before',
	'differs, against the contract',
	'differs, within the contract',
];

/**
 * Writes the report, in Markdown.
 *
 * @param known names and tokens that must not stand in it
 */
export function writeReport(
	about: About,
	comparisons: readonly Comparison[],
	known: ReadonlySet<string>,
): string {
	const rows = comparisons.map((comparison) => anonymous(comparison, known));
	const of = (...wanted: Verdict[]) => rows.filter((row) => wanted.includes(verdict(row)));
	const differences = differing.flatMap((each) => of(each));
	return [
		'# A tenant and the local Graph',
		`${about.date}, version ${about.version}, cloud ${about.cloud}, signed in with ${about.signedInWith}, ` +
			(about.wrote ? 'with `--write`.' : 'read-only.'),
		`${rows.length} questions: ${of('same').length} same, ${differences.length} different, ` +
			`${of('not asked').length} not asked of the tenant, ${of('no answer').length} without an answer.`,
		...about.left.map((line) => `**Not deleted:** ${withoutIds(line, known)}.`),
		'## Differences',
		differences.length > 0 ? table(differences, true) : 'None.',
		...part('## No answer', of('no answer'), ({ tenant }) => why(tenant)),
		...part('## Not asked of the tenant', of('not asked'), ({ tenant }) => why(tenant)),
		...part(
			"## The tenant's own words",
			rows.filter(({ tenant }) => wordsOf(tenant) !== undefined),
			({ tenant }) => wordsOf(tenant) ?? '',
		),
		'## Every question',
		...Object.entries(sections).flatMap(([number, { title }]) => {
			const here = rows.filter(({ question }) => question.section === number);
			return here.length > 0 ? [`### ${number} ${title}`, table(here, false)] : [];
		}),
	].join('\n\n');
}

/** Only the tenant's part can name anything. */
function anonymous(comparison: Comparison, known: ReadonlySet<string>): Comparison {
	const { tenant } = comparison;
	if (tenant.kind !== 'answer') {
		return { ...comparison, tenant: { ...tenant, why: withoutIds(tenant.why, known) } };
	}
	const { words } = tenant.facts;
	const cleaned = clean(comparable(tenant.facts) as Record<string, Json>) as Facts;
	if (words !== undefined) cleaned.words = withoutIds(words, known);
	return { ...comparison, tenant: { kind: 'answer', facts: cleaned } };
}

// Facts hold no names by their making. What looks like an id all the same goes out.
function clean(value: Json): Json {
	if (typeof value === 'string') return withoutIds(value);
	if (Array.isArray(value)) return value.map((each) => clean(each));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [withoutIds(name), clean(each)]),
	);
}

function table(rows: readonly Comparison[], withSection: boolean): string {
	const head = [
		...(withSection ? ['Section'] : []),
		'Question',
		'Evidence',
		'Contract',
		'Local Graph',
		'Tenant',
		'Verdict',
	];
	const lines = rows.map((row) => {
		const { question, local, tenant } = row;
		const contract =
			question.evidence === 'unknown' ? 'unknown' : question.expected.map(show).join(' *or* ');
		return [
			...(withSection ? [question.section] : []),
			`${cell(question.title)} (${question.id})`,
			question.evidence,
			contract,
			showOutcome(local),
			showOutcome(tenant),
			verdict(row),
		];
	});
	return [head, head.map(() => '---'), ...lines]
		.map((line) => `| ${line.join(' | ')} |`)
		.join('\n');
}

function part(
	heading: string,
	rows: readonly Comparison[],
	text: (row: Comparison) => string,
): string[] {
	if (rows.length === 0) return [];
	const lines = rows.map(
		(row) => `- ${row.question.section} ${cell(row.question.title)}: ${cell(text(row))}`,
	);
	return [heading, lines.join('\n')];
}

function why(outcome: Outcome): string {
	return outcome.kind === 'answer' ? '' : outcome.why;
}

function wordsOf(outcome: Outcome): string | undefined {
	return outcome.kind === 'answer' ? outcome.facts.words : undefined;
}

function showOutcome(outcome: Outcome): string {
	if (outcome.kind === 'answer') return show(outcome.facts);
	return outcome.kind === 'notAsked' ? 'not asked' : 'no answer';
}

function show(facts: Facts): string {
	return Object.entries(comparable(facts))
		.map(([name, value]) => `${cell(name)}: ${cell(text(value))}`)
		.join(', ');
}

function text(value: Json | undefined): string {
	if (Array.isArray(value)) return value.length > 0 ? `[${value.map(text).join(', ')}]` : 'none';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Keeps a text within its cell, and its characters from meaning something. */
function cell(content: string): string {
	return content.replace(/[\\|<>*_`]/g, '\\$&').replace(/\s+/g, ' ');
}
