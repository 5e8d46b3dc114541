/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { cpus, totalmem } from 'node:os';

/** What the measurements ran on. */
export interface Machine {
	processor: string;
	cores: number;
	/** Whole GB. */
	memoryGb: number;
	platform: string;
	node: string;
}

export function thisMachine(): Machine {
	const [first] = cpus();
	return {
		processor: first?.model.trim() ?? 'unknown processor',
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 1024 ** 3),
		platform: `${process.platform} ${process.arch}`,
		node: process.versions.node,
	};
}
