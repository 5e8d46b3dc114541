import type { INodeParameters } from 'n8n-workflow';

import { cases, endpoint, type NamedCase } from '../operations';
import { byId } from '../operations/byId';
import { eachItem, inLists, type Contest } from './contest';

const delays = [0, 20, 100];
const itemCounts = [1, 20, 200];

/** The image of an input item. */
export const ofItem = '{{ $json.image }}';

const isList = ({ faults }: NamedCase): boolean => faults.kind === 'list';

/** A single request needs more runs, as both nodes take about as long. */
function runsOf(isSingle: boolean, items: number, delayMs: number): number {
	if (isSingle) return delayMs === 0 ? 101 : 31;
	return items === 20 ? 15 : 9;
}

/** Makes the contest of an operation on images, each item one, or of the list of them. */
export function usualContest(named: NamedCase, items: number): Contest {
	const { operation, parameters, requests, faults } = named;
	const [method = '', path = ''] = requests[0]?.split(' ') ?? [];
	const { value: image = '' } = (parameters.imageId ?? {}) as { value?: string };
	const lists = isList(named);
	return {
		operation: operation.value,
		items,
		delays,
		prepare: async (graph) => {
			const images = await graph.setImages(items);
			return lists ? [{}] : images.map((id) => ({ image: id }));
		},
		usesUp: faults.kind === 'delete',
		ours: { ...parameters, ...(!lists && { imageId: byId(`=${ofItem}`) }) },
		theirs: (graphUrl): INodeParameters => {
			const url = `${graphUrl}/v1.0${endpoint}${path}`;
			return { method, url: lists ? url : `=${url.replace(image, ofItem)}`, options: {} };
		},
		countOurs: eachItem,
		countTheirs: lists ? inLists : eachItem,
		runs: (delayMs) => runsOf(items === 1 || lists, items, delayMs),
	};
}

/** Every operation that the cases name, with 1, 20 and 200 images. */
export const usualContests: readonly Contest[] = cases
	.filter(({ inBenchmark }) => inBenchmark)
	.flatMap((named) => itemCounts.map((items) => usualContest(named, items)));
