import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { commandsOf, publishWorkflow } from './workflowFile';

const { on, jobs } = publishWorkflow();
const { scripts = {} } = readPackageJson(checkoutRoot) as { scripts?: Record<string, string> };

describe('a version tag', () => {
	it('is published after all tests, which are another job: publishing again repeats the quick part only', () => {
		expect(on).toEqual({ push: { tags: ['*.*.*'] } });
		expect(jobs.test?.uses).toBe('./.github/workflows/full.yml');
		expect(jobs.publish?.needs).toBe('test');
		const [, ...quick] = commandsOf(jobs.publish);
		expect(quick.slice(0, -1)).toEqual([
			'npm ci --ignore-scripts --no-audit --no-fund',
			'npm run lint',
			'npm run typecheck',
			'npm run test:unit',
		]);
		expect(quick.at(-1)).toMatch(/^npm run release$/m);
		expect(scripts.release).toBe('node scripts/refusePlaceholders.mjs && n8n-node release');
	});

	it('gives the right to publish to the job that publishes, and to no other', () => {
		expect(jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		expect(jobs.test?.permissions).toBeUndefined();
		const withToken = jobs.publish?.steps?.filter((step) => JSON.stringify(step).includes('secrets.'));
		expect(withToken?.map(({ name }) => name)).toEqual(['Release']);
	});
});
