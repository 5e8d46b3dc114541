import { randomBytes } from 'node:crypto';

import type { AxiosInstance, AxiosResponse } from 'axios';

import type { CertifiedApp } from '../appAssertion';
import { imagesBeta, imagesV1 } from '../msal';
import { NotAsked } from './question';
import { reasonOf } from './reason';

export type ApiVersion = 'v1.0' | 'beta';

/** An image, policy or source image, as it came. */
export type Entity = Record<string, unknown>;

/** Shows the members after an enum's sentinel (contract 2.3). */
export const prefer = { Prefer: 'include-unknown-enum-members' };

/** Ids that no tenant has; the credential test of the package deletes the second (credentials/entra/accessTest.ts). */
export const noSuchId = '00000000-0000-4000-8000-0000c0ffee00';
export const nilId = '00000000-0000-0000-0000-000000000000';

/** How a Graph is reached, and what may be done there. */
export interface AskedGraphOptions {
	/** Signed in, on the Graph root; takes every status as an answer. Throws NotAsked for what it does not send. */
	client: AxiosInstance;
	/** The same without a token. */
	nobody: AxiosInstance;
	/** `{login root}/{tenant}` */
	authority: string;
	signedInAs: 'app' | 'user';
	/** The app, when it signed in with a certificate. */
	certified?: CertifiedApp;
	/** What the user's token is good for; empty for an app. */
	permissions: readonly string[];
	/** ARM ids of the source images that may be uploaded; none when nothing may be changed. */
	sources: readonly string[];
	/** The provisioning policy that may be sent the image that it has. */
	policyId?: string;
	/** Minutes to wait for the end of an upload; 0 not at all. */
	waitMinutes: number;
	/** Lets milliseconds pass: really, or on the local Graph's clock. */
	pass(ms: number): Promise<void>;
}

/** What deletes, and how it waits; another than the questions' where those can be broken off. */
export type Cleaner = Pick<AskedGraphOptions, 'client' | 'pass'>;

/** Between two looks for what could not be deleted at once: reads may lag right after Create (contract 3.1). */
const pausesMs = [1_000, 2_000, 4_000];

/** A Graph that is being asked. It remembers every image that questions made in it. */
export class AskedGraph {
	/** The start of the name of each image made here: nothing else in a tenant is called so. */
	readonly ownName = `contract-probe-${randomBytes(6).toString('hex')}`;
	private readonly lists = new Map<ApiVersion, Promise<Entity[]>>();
	/** The names of the images made here, by id. */
	private readonly own = new Map<string, string>();
	private readonly gone = new Set<string>();
	/** Those that a list has shown: of these 404 means gone, of the others it may mean not yet. */
	private readonly shown = new Set<string>();
	/** Creates of which nobody knows whether they made an image. */
	private unclearCreates = 0;
	private triedToCreate = false;
	private readonly created = new Map<string, Promise<AxiosResponse>>();

	constructor(readonly options: AskedGraphOptions) {}

	get client(): AxiosInstance {
		return this.options.client;
	}

	/** The images of the tenant when they were first asked for, with every enum member shown. */
	async images(version: ApiVersion = 'v1.0'): Promise<Entity[]> {
		let list = this.lists.get(version);
		if (!list) {
			list = this.readList(imagesPath(version));
			this.lists.set(version, list);
		}
		return await list;
	}

	/** @throws NotAsked when the tenant has none. */
	async anImage(version: ApiVersion = 'v1.0'): Promise<Entity> {
		const [image] = await this.images(version);
		if (!image) throw new NotAsked('the tenant has no device image');
		return image;
	}

	/**
	 * @param nothing why the question is not asked when the list is empty
	 * @throws NotAsked when it is empty or cannot be read.
	 */
	async someOf(path: string, nothing: string): Promise<Entity[]> {
		const rows = await this.readList(path);
		if (rows.length === 0) throw new NotAsked(nothing);
		return rows;
	}

	/**
	 * @returns every row, over all pages
	 * @throws NotAsked when the list cannot be read.
	 */
	async readList(path: string, client = this.client): Promise<Entity[]> {
		const rows: Entity[] = [];
		const read = new Set<string>();
		for (let next: string | undefined = path; next !== undefined && !read.has(next); ) {
			read.add(next);
			const { status, data }: AxiosResponse = await client.get(next, { headers: prefer });
			if (status !== 200 || !Array.isArray(data?.value)) {
				throw new NotAsked(`the list that it needs was answered with ${status}`);
			}
			rows.push(...(data.value as Entity[]));
			next = this.nextPage(data['@odata.nextLink']);
		}
		return rows;
	}

	/** The token must not follow a link to another host. */
	private nextPage(link: unknown): string | undefined {
		if (typeof link !== 'string') return undefined;
		const root = new URL(this.client.defaults.baseURL ?? '');
		return new URL(link).origin === root.origin ? link : undefined;
	}

	/**
	 * Uploads an image once; later calls with the same changes get the same answer.
	 *
	 * @param changes as newImage takes them; none: the first source image
	 * @throws NotAsked when no source image was given.
	 */
	async createOnce(changes: Record<string, unknown> = {}): Promise<AxiosResponse> {
		const key = JSON.stringify(changes);
		const created = this.created.get(key) ?? this.create(changes);
		this.created.set(key, created);
		return await created;
	}

	/** @throws NotAsked when Graph refused to make it. */
	async ownImageId(changes?: Record<string, unknown>): Promise<string> {
		const { status, data } = await this.createOnce(changes);
		if (status !== 201) throw new NotAsked(`no image could be made for it (${status})`);
		return String(data.id);
	}

	/** What POST sends; changes replace fields, undefined leaves one out. */
	newImage(changes: Record<string, unknown>): Record<string, unknown> {
		const [source] = this.options.sources;
		if (!source) throw new NotAsked('it changes something; give --write and --source-image');
		return {
			displayName: this.ownName,
			version: '0.0.1',
			sourceImageResourceId: source,
			...changes,
		};
	}

	/** Uploads an image that removeOwnImages will find again. */
	async create(
		changes: Record<string, unknown>,
		version: ApiVersion = 'v1.0',
		headers: Record<string, string> = {},
	): Promise<AxiosResponse> {
		const body = this.newImage(changes);
		this.triedToCreate = true;
		// Before the answer: it may be lost although the image was made.
		this.unclearCreates++;
		const reply = await this.client.post(imagesPath(version), body, { headers }).catch((error: unknown) => {
			// Nothing was sent.
			if (error instanceof NotAsked) this.unclearCreates--;
			throw error;
		});
		const id: unknown = reply.data?.id;
		if (typeof id === 'string') this.own.set(id, String(body.displayName));
		// A 5xx does not say that nothing was made.
		const isRefused = reply.status >= 400 && reply.status < 500;
		if (typeof id === 'string' || isRefused) this.unclearCreates--;
		return reply;
	}

	/** Deletes an image that was made here, and remembers when it is gone. */
	async deleteOwn(id: string, client: AxiosInstance = this.client): Promise<AxiosResponse> {
		const reply = await client.delete(`${imagesV1}/${id}`);
		const isGone = reply.status === 204 || (reply.status === 404 && this.shown.has(id));
		if (isGone) this.gone.add(id);
		return reply;
	}

	/**
	 * Deletes every image that was made here, also one whose answer was lost.
	 *
	 * @returns what may still be there, with the reason, in words; empty when everything made is gone
	 */
	async removeOwnImages({ client, pass }: Cleaner = this.options): Promise<string[]> {
		if (!this.triedToCreate) return [];
		let left = await this.removeWhatIsFound(client);
		for (const ms of pausesMs) {
			if (left.length === 0) break;
			await pass(ms);
			left = await this.removeWhatIsFound(client);
		}
		return left;
	}

	private async removeWhatIsFound(client: AxiosInstance): Promise<string[]> {
		const left: string[] = [];
		const unreadable = await this.findOwn(client).catch(reasonOf);
		for (const [id, displayName] of this.own) {
			if (this.gone.has(id)) continue;
			const why = await this.deleteOwn(id, client).then(whyNot, reasonOf);
			if (!this.gone.has(id)) left.push(`the image ${displayName}: ${why}`);
		}
		if (this.unclearCreates > 0) {
			const why = unreadable ?? 'a Create had no clear answer, and the list does not show its image';
			left.push(`perhaps images whose name begins with ${this.ownName}: ${why}`);
		}
		return left;
	}

	/** Looks in the list for images whose id was lost. */
	private async findOwn(client: AxiosInstance): Promise<undefined> {
		for (const row of await this.readList(imagesV1, client)) {
			const [id, displayName] = [String(row.id), String(row.displayName)];
			const isKnown = this.own.has(id);
			if (!isKnown && !displayName.startsWith(this.ownName)) continue;
			if (!isKnown) this.unclearCreates--;
			this.own.set(id, displayName);
			this.shown.add(id);
		}
	}
}

function whyNot({ status }: AxiosResponse): string {
	return status === 404 ? 'Graph made it and does not find it (404)' : `it was answered with ${status}`;
}

/** Where the images of a version live. */
export function imagesPath(version: ApiVersion): string {
	return version === 'beta' ? imagesBeta : imagesV1;
}
