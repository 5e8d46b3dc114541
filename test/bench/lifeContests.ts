import { endpoint, findCase } from '../operations';
import { byId } from '../operations/byId';
import { eachItem, inLists, type Contest } from './contest';
import { ofItem, usualContest } from './usualContests';

/** What an image's life takes besides single operations, as the benchmark names it. */
export const lifeContestNames = {
	deletes: 'Delete with On Error set to Continue',
	sameGets: 'Get of the same 20 images',
	setImage: 'Set Image',
	withUse: 'Get Many with its use',
	cloudPcs: 'Cloud PC Get Many with 100 per page',
} as const;

const policies = 20;
const cloudPcs = 10_000;
const nextLink = '$response.body["@odata.nextLink"]';

/** 200 items that name 20 images. */
const sameGets: Contest = {
	operation: lifeContestNames.sameGets,
	items: 200,
	delays: [20, 100],
	prepare: async (graph) => {
		const images = await graph.setImages(20);
		return Array.from({ length: 200 }, (_, item) => ({ image: images[item % 20] }));
	},
	usesUp: false,
	ours: { resource: 'deviceImage', operation: 'get', imageId: byId(`=${ofItem}`) },
	theirs: (url) => ({ method: 'GET', url: `=${url}/v1.0${endpoint}/deviceImages/${ofItem}`, options: {} }),
	countOurs: eachItem,
	countTheirs: eachItem,
	runs: () => 15,
};

/** HTTP Request only sends the change: it neither checks the image nor reads the policy. */
const setImage: Contest = {
	operation: lifeContestNames.setImage,
	items: policies,
	delays: [20, 100],
	prepare: async (graph) => {
		const [image = ''] = await graph.setImages(2);
		return (await graph.setPolicies(policies)).map((policy) => ({ policy, image }));
	},
	usesUp: true,
	ours: {
		resource: 'provisioningPolicy',
		operation: 'setImage',
		policyId: byId('={{ $json.policy }}'),
		image: byId('={{ $json.image }}'),
	},
	theirs: (url) => ({
		method: 'PATCH',
		url: `=${url}/v1.0${endpoint}/provisioningPolicies/{{ $json.policy }}`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ { "imageId": $json.image, "imageType": "custom", "imageDisplayName": "Image" } }}',
		options: {},
	}),
	countOurs: eachItem,
	countTheirs: eachItem,
	runs: () => 9,
};

const usePaths = [`/v1.0${endpoint}/deviceImages`, `/v1.0${endpoint}/provisioningPolicies`, `/beta${endpoint}/cloudPcPools`];

const withUse: Contest = {
	operation: lifeContestNames.withUse,
	items: 20,
	delays: [20, 100],
	prepare: async (graph) => {
		await graph.setImages(20);
		await graph.setPolicies(0);
		return [{}];
	},
	usesUp: false,
	ours: { resource: 'deviceImage', operation: 'getAll', returnAll: true, options: { includeUsage: true } },
	theirs: () => ({ method: 'GET', url: '={{ $json.url }}', options: {} }),
	theirInput: (url) => usePaths.map((path) => ({ url: url + path })),
	countOurs: eachItem,
	countTheirs: inLists,
	runs: () => 15,
};

const allCloudPcs: Contest = {
	operation: lifeContestNames.cloudPcs,
	items: cloudPcs,
	delays: [0, 20],
	prepare: async (graph) => {
		await graph.setCloudPcs(cloudPcs);
		return [{}];
	},
	usesUp: false,
	ours: { resource: 'cloudPc', operation: 'getAll', returnAll: true },
	theirs: (url) => ({
		method: 'GET',
		url: `${url}/v1.0${endpoint}/cloudPCs`,
		options: {
			pagination: {
				pagination: {
					paginationMode: 'responseContainsNextURL',
					nextURL: `={{ ${nextLink} }}`,
					paginationCompleteWhen: 'other',
					completeExpression: `={{ !${nextLink} }}`,
				},
			},
		},
	}),
	countOurs: eachItem,
	countTheirs: inLists,
	runs: () => 5,
};

/** No error ends it, so nothing is gained by a first batch that goes ahead. */
const deletes: Contest = {
	...usualContest(findCase('deviceImage.delete'), 200),
	operation: lifeContestNames.deletes,
	delays: [20, 100],
	continuesOnFail: true,
};

export const lifeContests: readonly Contest[] = [deletes, sameGets, setImage, withUse, allCloudPcs];
