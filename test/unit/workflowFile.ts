/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { checkoutRoot } from '../../scripts/checkout';

/** One step of a job of GitHub Actions, as far as tests read it. */
export interface Step {
	name?: string;
	run?: string;
	uses?: string;
	with?: Record<string, unknown>;
}

/** One job of GitHub Actions, as far as tests read it. */
export interface Job {
	uses?: string;
	needs?: string;
	permissions?: Record<string, string>;
	services?: Record<string, { image: string; ports: string[]; env?: Record<string, string> }>;
	steps?: Step[];
	'timeout-minutes'?: number;
}

/** A file of `.github/workflows`, as far as tests read it. */
export interface Workflow {
	on: Record<string, unknown>;
	permissions?: Record<string, string>;
	jobs: Record<string, Job>;
}

/** Returns what a job runs, in order. */
export const commandsOf = (job: Job | undefined): string[] =>
	(job?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));

/** Returns the file that publishes a version tag. */
export const publishWorkflow = (): Workflow =>
	parse(readFileSync(join(checkoutRoot, '.github/workflows/publish.yml'), 'utf8')) as Workflow;
