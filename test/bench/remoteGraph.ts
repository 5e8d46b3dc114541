/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { appOnlyCredential } from '../graph-server';

/** What arrived since the last count; the parts of a batch are in one request. */
export interface Counts {
	graph: number;
	token: number;
}

/** What the process of the local Graph is asked to do. */
export interface Order {
	/** Delay of every answer, ms. */
	delayMs?: number;
	/** Replaces all images by this many ready ones. */
	images?: number;
	/** Replaces all provisioning policies by this many with the last image. */
	policies?: number;
	/** Replaces all Cloud PCs by this many of one new policy. */
	cloudPcs?: number;
	/** Count the requests, and forget them. */
	count?: boolean;
}

/** The local Graph in another process. */
export interface RemoteGraph {
	/** Root without version. */
	url: string;
	credential: ReturnType<typeof appOnlyCredential>;
	setDelay(ms: number): Promise<void>;
	/** Replaces all images by new ones. @returns their IDs */
	setImages(count: number): Promise<string[]>;
	/** Replaces all policies by new ones with the last image. @returns their IDs */
	setPolicies(count: number): Promise<string[]>;
	/** Replaces all Cloud PCs. */
	setCloudPcs(count: number): Promise<void>;
	/** Gives what arrived since it was last asked. */
	takeCounts(): Promise<Counts>;
	close(): void;
}

/** Starts it; it ends with this process. */
export async function startRemoteGraph(): Promise<RemoteGraph> {
	const child = fork(join(__dirname, 'graphProcess.ts'));
	const answer = async () => (await once(child, 'message'))[0] as unknown;
	const ask = async (order: Order) => {
		const answered = answer();
		child.send(order);
		return (await answered) as { ids: string[]; counts: Counts };
	};
	const { url, credential } = (await answer()) as Pick<RemoteGraph, 'url' | 'credential'>;
	return {
		url,
		credential,
		setDelay: async (delayMs) => void (await ask({ delayMs })),
		setImages: async (images) => (await ask({ images })).ids,
		setPolicies: async (policies) => (await ask({ policies })).ids,
		setCloudPcs: async (cloudPcs) => void (await ask({ cloudPcs })),
		takeCounts: async () => (await ask({ count: true })).counts,
		close: () => child.disconnect(),
	};
}
