/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console */
/** `npm run contract`: asks a real tenant what the contract messageMatches, and reports where it differs. */
import { appendFileSync, writeFileSync } from 'node:fs';

import { readPackageJson, checkoutRoot } from '../../scripts/checkout';
import { registerNewApp, samplePolicyId, sampleSources, startGraphServer, type GraphServer } from '../graph-server';
import type { CertifiedApp } from './appAssertion';
import { axiosFor } from './msal';
import { compare, verdict, type Comparison } from './probe/compare';
import { CannotRun, changesSomething, help, readOptions, type ProbeOptions } from './probe/options';
import { writeReport } from './probe/report';
import { connectTenant, type Tenant } from './probe/tenant';
import { withoutIds } from './probe/withoutIds';
import { AskedGraph } from './questions';
import { reasonOf } from './questions/reason';

const same = 0;
const different = 1;
const notRun = 2;

const broken = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	// Not once: a second Ctrl-C must not end the deletion of what was made.
	process.on(signal, () => broken.abort(new CannotRun('Broken off.')));
}

/** Standard output is kept for the report. */
const say = (line: string): void => console.error(line);

/** The local Graph signs in as the tenant does, and may do everything. */
async function localGraph(graph: GraphServer, like: AskedGraph): Promise<AskedGraph> {
	const permissions = ['CloudPC.ReadWrite.All'];
	const kind = like.options.signedInAs === 'user' ? 'delegated' : 'application';
	return new AskedGraph({
		client: axiosFor(graph, await graph.issueToken({ kind, permissions })),
		nobody: axiosFor(graph),
		authority: `${graph.httpsUrl}/${graph.tenant.id}`,
		signedInAs: like.options.signedInAs,
		certified: certifiedApp(graph, like),
		permissions,
		sources: [sampleSources.managed.resourceId, sampleSources.gallery.resourceId],
		policyId: samplePolicyId,
		waitMinutes: 30,
		pass: async (ms) => graph.clock.advance(ms),
	});
}

async function askAll(tenant: Tenant): Promise<Comparison[]> {
	const graph = await startGraphServer();
	try {
		const local = await localGraph(graph, tenant.asked);
		return await compare(tenant.asked, local, broken.signal);
	} finally {
		await graph.close();
	}
}

/** The same certificate, registered with an app of the local Graph. */
function certifiedApp({ tenant }: GraphServer, like: AskedGraph): CertifiedApp | undefined {
	const { certified } = like.options;
	if (!certified) return undefined;
	const { clientId } = registerNewApp(tenant, { certificates: [certified.certificate] });
	return { ...certified, clientId };
}

/** Found out before the questions, which may take hours. */
function mustWrite(file: string): void {
	try {
		appendFileSync(file, '');
	} catch (error) {
		throw new CannotRun(`The report cannot be written: ${reasonOf(error)}`);
	}
}

async function run(options: ProbeOptions, secrets: Set<string>): Promise<number> {
	if (options.reportFile !== undefined) mustWrite(options.reportFile);
	const tenant = await connectTenant(options, say, broken.signal);
	say('Signed in. Asking the questions.');
	const left: string[] = [];
	let comparisons: Comparison[];
	try {
		comparisons = await askAll(tenant);
	} finally {
		if (options.sources.length > 0) say('Deleting what was made.');
		left.push(...(await tenant.asked.removeOwnImages(tenant.cleaner)));
		for (const line of left) say(`Not deleted: ${line}. Delete it in Intune.`);
		if (options.sources.length > 0 && left.length === 0) say('Everything made was deleted.');
	}
	const about = {
		date: new Date().toISOString().slice(0, 10),
		version: readPackageJson(checkoutRoot).version,
		cloud: options.cloud,
		signedInWith: { secret: 'a secret', certificate: 'a certificate', deviceCode: 'a device code' }[
			options.signIn.kind
		],
		wrote: changesSomething(options),
		left,
	};
	const report = withoutIds(writeReport(about, comparisons, tenant.known), secrets);
	if (options.reportFile === undefined) console.log(report);
	else writeFileSync(options.reportFile, `${report}\n`);
	return conclude(comparisons, left);
}

function conclude(comparisons: Comparison[], left: string[]): number {
	const count = (start: string) =>
		comparisons.filter((comparison) => verdict(comparison).startsWith(start)).length;
	say(
		`${count('same')} same, ${count('differs')} different, ` +
			`${count('not asked')} not asked, ${count('no answer')} without an answer.`,
	);
	const refused = whyNothingWritten(comparisons);
	if (refused !== undefined) say(refused);
	if (refused !== undefined || left.length > 0 || count('no answer') > 0) return notRun;
	return count('differs') > 0 ? different : same;
}

function whyNothingWritten(comparisons: Comparison[]): string | undefined {
	const isForbidden = (id: string): boolean => {
		const outcome = comparisons.find(({ question }) => question.id === id)?.tenant;
		return outcome?.kind === 'answer' && outcome.facts.status === 403;
	};
	const grant = 'Grant CloudPC.ReadWrite.All with admin consent.';
	if (isForbidden('create')) return `No permission to create device images. ${grant}`;
	return isForbidden('policy-patch-v1.0') ? `No permission to change provisioning policies. ${grant}` : undefined;
}

async function main(): Promise<number> {
	const secrets = new Set<string>();
	try {
		const options = readOptions(process.argv.slice(2), process.env);
		if (options === undefined) {
			console.log(help);
			return same;
		}
		const { tenant, clientId, signIn } = options;
		[tenant, clientId].forEach((value) => secrets.add(value));
		if (signIn.kind === 'secret') secrets.add(signIn.clientSecret);
		return await run(options, secrets);
	} catch (error) {
		const reason = broken.signal.aborted ? new CannotRun('Broken off.') : error;
		const known = reason instanceof CannotRun ? reason.message : `It failed: ${reasonOf(reason)}`;
		say(withoutIds(known, secrets));
		return notRun;
	}
}

void main().then((code) => process.exit(code));
