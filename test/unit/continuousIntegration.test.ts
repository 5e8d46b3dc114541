/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { commandsOf, type Workflow } from './workflowFile';

const github = join(checkoutRoot, '.github');
const read = (file: string): string => readFileSync(join(github, file), 'utf8');
const files = readdirSync(join(github, 'workflows'));
const workflow = (file: string): Workflow => parse(read(`workflows/${file}`)) as Workflow;
const { scripts = {} } = readPackageJson(checkoutRoot) as { scripts?: Record<string, string> };

it('a pull request and main run lint, types, unit, contract and engine tests', () => {
	const { on, jobs } = workflow('pull-request.yml');
	expect(on).toEqual({ pull_request: null, push: { branches: ['main'] } });
	expect(commandsOf(jobs.quick)).toEqual([
		'npm ci --ignore-scripts --no-audit --no-fund',
		'npm run lint',
		'npm run typecheck',
		'npm run test:unit',
		'npm run test:engine',
	]);
});

it('each night runs all tests and the demo, with PostgreSQL and Redis where queue mode looks for them', () => {
	const { on, jobs } = workflow('full.yml');
	expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch', 'workflow_call']);
	expect(on.schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }]);
	expect(commandsOf(jobs.test)).toEqual(['npm test', 'npm run demo -- --once']);
	const { postgres, redis } = jobs.test?.services ?? {};
	expect([postgres?.image, postgres?.ports]).toEqual([expect.stringMatching(/^postgres:\d+$/), ['5432:5432']]);
	expect(postgres?.env).toEqual({ POSTGRES_HOST_AUTH_METHOD: 'trust' });
	expect([redis?.image, redis?.ports]).toEqual([expect.stringMatching(/^redis:\d+$/), ['6379:6379']]);
});

describe.each(files)('the workflow %s', (file) => {
	const { permissions, jobs } = workflow(file);
	const all = Object.values(jobs);
	const steps = all.flatMap((job) => job.steps ?? []);

	it('may read only, unless a job says more, and ends after a time', () => {
		expect(permissions).toEqual({ contents: 'read' });
		const endless = all.filter((job) => job.steps !== undefined && !job['timeout-minutes']);
		expect(endless).toEqual([]);
	});

	it("uses GitHub's own actions by major version, and workflows of this repository that exist", () => {
		const used = [...all, ...steps].flatMap(({ uses }) => uses ?? []);
		const local = used.filter((action) => action.startsWith('./')).map((path) => path.split('/').at(-1));
		expect(files).toEqual(expect.arrayContaining(local));
		expect(used.filter((action) => !/^(actions\/[\w-]+@v\d+|\.\/.*)$/.test(action))).toEqual([]);
		expect(used.length).toBeGreaterThan(0);
	});

	it('leaves no credential in the checkout, and names no registry', () => {
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		for (const checkout of checkouts) expect(checkout.with).toEqual({ 'persist-credentials': false });
		expect(read(`workflows/${file}`)).not.toMatch(/npmjs|registry\.|registry-url/);
	});

	it('runs scripts that package.json has', () => {
		const named = steps.flatMap(({ run }) => [...(run ?? '').matchAll(/npm (?:run )?(test\S*|(?<=run )\S+)/g)]);
		const missing = named.map(([, script]) => String(script)).filter((script) => !(script in scripts));
		expect(missing).toEqual([]);
		expect(named.length).toBeGreaterThan(0);
	});
});

interface FormField {
	type: string;
	id?: string;
	attributes: { label?: string; value?: string; options?: string[] };
}

interface Form {
	name: string;
	description: string;
	body: FormField[];
}

const forms = readdirSync(join(github, 'ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');
const form = (file: string): Form => parse(read(`ISSUE_TEMPLATE/${file}`)) as Form;

it.each(forms)('the issue form %s has what GitHub asks of one', (file) => {
	const { name, description, body } = form(file);
	expect(name && description).toBeTruthy();
	const asked = body.filter(({ type }) => type !== 'markdown');
	expect(asked.filter(({ id, attributes }) => !id || !attributes.label)).toEqual([]);
	expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
	const types = ['markdown', 'textarea', 'input', 'dropdown', 'checkboxes'];
	expect(body.filter(({ type }) => !types.includes(type))).toEqual([]);
	for (const { type, attributes } of body) {
		if (type === 'dropdown') expect(attributes.options?.every((option) => typeof option === 'string')).toBe(true);
	}
});

it('the issue form for bugs offers the sign-ins and clouds of the credentials', () => {
	const credentials = [new CloudPcGraphOAuth2Api(), new CloudPcGraphManagedIdentityApi()];
	const properties = credentials.flatMap((credential) => credential.properties);
	const names = (label: string): string[] =>
		properties
			.filter(({ displayName }) => displayName === label)
			.flatMap(({ options = [] }) => options.map((option) => option.name));
	const offered = (id: string): string[] =>
		form('bug_report.yml').body.find((field) => field.id === id)?.attributes.options ?? [];
	expect(offered('sign-in').filter((name) => name !== 'None of them yet').sort()).toEqual(names('Sign In As').sort());
	expect([...offered('cloud')].sort()).toEqual([...new Set(names('Cloud'))].sort());
});

it('weaknesses are reported in private, at the address of this repository', () => {
	const { repository } = readPackageJson(checkoutRoot) as unknown as { repository: { url: string } };
	const address = repository.url.replace(/^git\+|\.git$/g, '');
	const { contact_links: links } = parse(read('ISSUE_TEMPLATE/config.yml')) as { contact_links: Array<{ url: string }> };
	expect(links.map(({ url }) => url)).toEqual([`${address}/security/advisories/new`]);
});
