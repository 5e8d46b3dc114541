import { pages, readDocument } from '../documentation';

/** Most lines of each page: whoever needs more splits the page. */
const limits: Record<string, number> = {
	'README.md': 120,
	'CODE_OF_CONDUCT.md': 60,
	'CONTRIBUTING.md': 60,
	'SECURITY.md': 40,
	'docs/README.md': 30,
	'docs/agents.md': 60,
	'docs/credentials/README.md': 70,
	'docs/credentials/app-only.md': 80,
	'docs/credentials/certificate.md': 50,
	'docs/credentials/federated-app.md': 60,
	'docs/credentials/managed-identity.md': 80,
	'docs/credentials/user-sign-in.md': 80,
	'docs/development/architecture.md': 60,
	'docs/development/contract-tests.md': 60,
	'docs/development/demo.md': 40,
	'docs/development/release.md': 30,
	'docs/development/style.md': 40,
	'docs/development/testing.md': 80,
	'docs/examples.md': 90,
	'docs/faq.md': 40,
	'docs/getting-started.md': 80,
	'docs/installation.md': 120,
	'docs/life-cycle.md': 120,
	'docs/many-tenants.md': 60,
	'docs/network-and-clouds.md': 60,
	'docs/operations.md': 160,
	'docs/reliability.md': 50,
	'docs/trigger.md': 90,
	'docs/troubleshooting.md': 170,
	'docs/waiting.md': 60,
};

describe('the pages', () => {
	it('have a limit each', () => {
		expect(Object.keys(limits).sort()).toEqual([...pages].sort());
	});

	it.each(Object.entries(limits))('%s has at most %d lines', (page, limit) => {
		expect(readDocument(page).trimEnd().split('\n').length).toBeLessThanOrEqual(limit);
	});
});

describe('the page of each way to sign in', () => {
	const headings = [
		'When to use it', 'Prerequisites', 'Set up in the Microsoft Entra admin center', 'Set up with the Azure CLI', 'Create the credential in n8n', 'Check it',
		'Common issues',
	];
	const ways = pages.filter((page) => /^docs\/credentials\/[a-z-]+\.md$/.test(page));

	it.each(ways)('%s has the same headings', (page) => {
		expect([...readDocument(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(headings);
	});
});
