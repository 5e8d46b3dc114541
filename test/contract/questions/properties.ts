import {
	imagesPath,
	noSuchId,
	prefer,
	type ApiVersion,
	type AskedGraph,
	type Entity,
} from './askedGraph';
import { membersOf, modifiedAt, propertiesOf, rowsOf } from './facts';
import { NotAsked, type Question } from './question';

const text = /^./s;
const anything = /^/;
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** How the values look; every one but the id may be null (contract 2.1). */
const looks: Readonly<Record<string, RegExp>> = {
	displayName: text,
	errorCode: /^[A-Za-z]+$/,
	expirationDate: /^\d{4}-\d\d-\d\d$/,
	id: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
	lastModifiedDateTime: utc,
	operatingSystem: text,
	osBuildNumber: text,
	osStatus: /^[A-Za-z]+$/,
	osVersionNumber: /^\d+(\.\d+)+$/,
	scopeIds: anything,
	sizeInGB: /^\d+$/,
	sourceImageResourceId: /^\/subscriptions\//i,
	status: /^[A-Za-z]+$/,
	statusDetails: anything,
	version: text,
};
const onlyBeta = ['scopeIds', 'statusDetails'];

/** Contract 2.2; what follows `after` is hidden without the Prefer header. */
const members: Record<string, { known: string[]; after: string[] }> = {
	status: { known: ['pending', 'ready', 'failed'], after: ['warning'] },
	osStatus: { known: ['supported', 'supportedWithWarning', 'unknown'], after: [] },
	errorCode: {
		known: [
			'internalServerError',
			'sourceImageNotFound',
			'osVersionNotSupported',
			'sourceImageInvalid',
			'sourceImageNotGeneralized',
		],
		after: [
			'vmAlreadyAzureAdjoined',
			'paidSourceImageNotSupport',
			'sourceImageNotSupportCustomizeVMName',
			'sourceImageSizeExceedsLimitation',
			'sourceImageWithDataDiskNotSupported',
			'sourceImageWithDiskEncryptionSetNotSupported',
			'sourceImageWithAzureDiskEncryptionNotSupported',
			'fSLogixInstalledSourceImageNotSupported',
			'startMenuAppLimitExceeded',
		],
	},
};

function misfits(image: Entity): string[] {
	return Object.entries(looks)
		.filter(([name, look]) => {
			const value = image[name];
			const mayLack = name !== 'id' && (value === null || value === undefined);
			return !mayLack && !look.test(String(value));
		})
		.map(([name]) => name);
}

async function warnedImages(graph: AskedGraph): Promise<Entity[]> {
	const images = await graph.images('beta');
	const warned = images.filter(({ status }) => status === 'warning');
	if (warned.length === 0) throw new NotAsked('no device image has the status warning');
	return warned;
}

const perVersion = (['v1.0', 'beta'] as const).map((version: ApiVersion): Question => {
	const known = Object.keys(looks).filter((name) => version === 'beta' || !onlyBeta.includes(name));
	return {
		id: `properties-${version}`,
		section: '2.1',
		title: `Properties of an image on ${version} that the contract lacks, or that are missing`,
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			const seen = propertiesOf(await graph.anImage(version));
			return {
				added: seen.filter((name) => !known.includes(name)),
				missing: known.filter((name) => !seen.includes(name)),
			};
		},
		expected: [{ added: [], missing: [] }],
	};
});

/** What an image looks like (contract 2.1, 2.2, 2.3, 3.4, 8). */
export const properties: Question[] = [
	...perVersion,
	{
		id: 'property-values',
		section: '2.1',
		title: 'Properties whose values do not look as the contract says',
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			await graph.anImage('beta');
			const all = (await graph.images('beta')).flatMap(misfits);
			return { misfits: [...new Set(all)].sort() };
		},
		expected: [{ misfits: [] }],
	},
	{
		id: 'enum-members',
		section: '2.2',
		title: 'Members of the three enums that the contract does not know',
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			await graph.anImage('beta');
			const images = await graph.images('beta');
			return Object.fromEntries(
				Object.entries(members).map(([property, { known, after }]) => {
					const contract = [...known, ...after].map((member) => member.toLowerCase());
					const seen = membersOf(images, property);
					return [property, seen.filter((member) => !contract.includes(member.toLowerCase()))];
				}),
			);
		},
		expected: [{ status: [], osStatus: [], errorCode: [] }],
	},
	{
		id: 'enum-hidden',
		section: '2.3',
		title: 'Members after the sentinel that are shown without the Prefer header',
		evidence: 'documented',
		asks: 'read',
		async ask({ client }) {
			const images = rowsOf(await client.get(imagesPath('beta')));
			const shown = Object.entries(members).flatMap(([property, { after }]) =>
				membersOf(images, property).filter((member) => after.includes(member)),
			);
			return { shown };
		},
		expected: [{ shown: [] }],
	},
	{
		id: 'enum-v1.0',
		section: '2.3',
		title: 'Statuses on v1.0 with the Prefer header, where beta says warning',
		evidence: 'schema',
		asks: 'read',
		async ask(graph) {
			const warned = (await warnedImages(graph)).map(({ id }) => id);
			const v1 = (await graph.images()).filter(({ id }) => warned.includes(id));
			return { statuses: membersOf(v1, 'status') };
		},
		expected: [{ statuses: ['unknownFutureValue'] }],
	},
	{
		id: 'warning',
		section: '8',
		title: 'What else an image with the status warning says',
		evidence: 'unknown',
		asks: 'read',
		async ask(graph) {
			const warned = await warnedImages(graph);
			return {
				errorCodes: membersOf(warned, 'errorCode'),
				osStatuses: membersOf(warned, 'osStatus'),
				osDetected: warned.every(({ operatingSystem }) => Boolean(operatingSystem)),
			};
		},
		expected: [{ errorCodes: [], osStatuses: ['supported'], osDetected: true }],
	},
	{
		id: 'failed-has-code',
		section: '2.1',
		title: 'errorCode is set on failed images and null on ready ones',
		evidence: 'documented',
		asks: 'read',
		async ask(graph) {
			await graph.anImage('beta');
			const images = await graph.images('beta');
			const odd = images.filter(
				({ status, errorCode }) =>
					(status === 'failed' && !errorCode) || (status === 'ready' && errorCode),
			);
			return { exceptions: odd.length };
		},
		expected: [{ exceptions: 0 }],
	},
	{
		id: 'expired-os',
		section: '3.4',
		title: 'An image past its expirationDate has osStatus supportedWithWarning',
		evidence: 'inferred',
		asks: 'read',
		async ask(graph) {
			const today = new Date().toISOString().slice(0, 10);
			const expired = (await graph.images()).filter(
				({ expirationDate }) => typeof expirationDate === 'string' && expirationDate < today,
			);
			if (expired.length === 0) throw new NotAsked('no device image is past its expirationDate');
			return { osStatuses: membersOf(expired, 'osStatus') };
		},
		expected: [{ osStatuses: ['supportedWithWarning'] }],
	},
	{
		id: 'prefer-on-error',
		section: '2.3',
		title: 'The Prefer header changes nothing about a refusal',
		evidence: 'inferred',
		asks: 'read',
		async ask({ client }) {
			const path = `${imagesPath('v1.0')}/${noSuchId}`;
			const plain = await client.get(path);
			const preferring = await client.get(path, { headers: prefer });
			return { same: plain.status === preferring.status };
		},
		expected: [{ same: true }],
	},
];

/** Asked after everything else: the more time has passed, the more it tells. */
export const unmoved: Question = {
	id: 'unmoved',
	section: '4.4',
	title: 'Ready images whose lastModifiedDateTime changed while the questions were asked',
	evidence: 'inferred',
	asks: 'read',
	async ask(graph) {
		const before = (await graph.images()).filter(({ status }) => status === 'ready');
		if (before.length === 0) throw new NotAsked('no device image is ready');
		const now = await graph.readList(imagesPath('v1.0'));
		const moved = before.filter((image) =>
			now.some((row) => row.id === image.id && modifiedAt(row) !== modifiedAt(image)),
		);
		return { moved: moved.length };
	},
	expected: [{ moved: 0 }],
};
