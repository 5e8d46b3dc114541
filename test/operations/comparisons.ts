import type { IDataObject } from 'n8n-workflow';

import type { NodeRun } from '../engine/engine';
import type { GraphServer, Tenant } from '../graph-server';

/** How Graph's state must fit to what a run said. */
export type Comparison = (situation: Situation) => string[];

export interface Situation {
	graph: GraphServer;
	/** The tenant before the run, see {@link entitiesOf}. */
	before: ReadonlyMap<string, object>;
	run: NodeRun;
	/** Whether the response was scripted, so that it says nothing of the state. */
	scripted: boolean;
}

/** Returns copies of all that a run could change in a tenant, by ID. */
export const entitiesOf = ({ tenant }: GraphServer): Map<string, object> =>
	new Map([...tenant.images, ...tenant.policies].map(([id, entity]) => [id, { ...entity }]));

const good = (run: NodeRun): IDataObject[] => run.items.map(({ json }) => json).filter((json) => json.error === undefined);

/** The words of the error of one item: its own, or those that ended the run. */
function wordsOf(run: NodeRun, item: number): string {
	const own = run.items.find(({ json, pairedItem }) => json.error !== undefined && (pairedItem as { item: number }).item === item);
	return own ? JSON.stringify(own.json) : `${run.error?.message}\n${run.error?.description}`;
}

/** An error after a change may leave it open what happened, if it says so. */
export const saysUnknown = (words: string): boolean =>
	/might have (been made|succeeded)|until you've checked the image/.test(words);

/** Returns the IDs of what came, went, or changed. */
function touched({ graph, before }: Situation): string[] {
	const after = entitiesOf(graph);
	const ids = new Set([...before.keys(), ...after.keys()]);
	return [...ids].filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id)));
}

const strayed = (situation: Situation, meant: string[]): string[] =>
	touched(situation).flatMap((id) => (meant.includes(id) ? [] : [`changed ${id}, which nobody asked for`]));

/** One item for one input, of a thing that is there. */
export const sameEntity: Comparison = (situation) => {
	const { graph, run, scripted } = situation;
	const stored = entitiesOf(graph);
	const found = good(run).flatMap(({ id, displayName, version }) => {
		const entity = stored.get(String(id)) as { displayName?: string; version?: string } | undefined;
		if (!entity) return [`gave ${String(id)}, which does not exist`];
		return scripted || (entity.displayName === displayName && entity.version === version)
			? []
			: [`gave other values than ${String(id)} has`];
	});
	return [...found, ...strayed(situation, [])];
};

/** All entries, each once, in the order of Graph. */
export const wholeList =
	(idsOf: (graph: GraphServer) => string[]): Comparison =>
	(situation) => {
		const { graph, run, scripted } = situation;
		const stray = strayed(situation, []);
		if (run.error || scripted) return stray;
		const given = run.items.map(({ json }) => String(json.id));
		const all = idsOf(graph);
		return given.join() === all.join() ? stray : [...stray, `gave ${given.length} of ${all.length} entries as if they were all`];
	};

/** One new image at most, and none that is not claimed without a word. */
export const createdOnce: Comparison = (situation) => {
	const { graph, before, run } = situation;
	const created = [...graph.tenant.images.keys()].filter((id) => !before.has(id));
	const stray = strayed(situation, created);
	if (created.length > 1) return [...stray, `created ${created.length} images`];
	const claimed = good(run).map(({ id }) => String(id));
	if (claimed.length > 0) return claimed.join() === created.join() ? stray : [...stray, 'claimed an image that it did not create'];
	return created.length === 0 || saysUnknown(wordsOf(run, 0)) ? stray : [...stray, 'created an image, and said that it failed'];
};

/**
 * For each thing that an item named, what the run claims has happened; and nothing else has.
 * @param ids by item
 * @param isDone whether the tenant is as the item wants it
 */
export const changed =
	(ids: readonly string[], isDone: (id: string, tenant: Tenant) => boolean): Comparison =>
	(situation) => {
		const { tenant } = situation.graph;
		const { run } = situation;
		const claimed = new Set(good(run).map(({ id }) => String(id)));
		const found = ids.flatMap((id, item) => {
			const done = isDone(id, tenant);
			if (claimed.has(id)) return done ? [] : [`claimed a change of ${id} that did not happen`];
			return done && !saysUnknown(wordsOf(run, item)) ? [`changed ${id}, and said that it failed`] : [];
		});
		const meant = ids.filter((id) => isDone(id, tenant));
		return [...found, ...strayed(situation, meant)];
	};

/** After a change that Graph accepted, an error begins with it, and names the image. */
export const tellsDone =
	(what: string, compare: Comparison): Comparison =>
	(situation) => {
		const { error } = situation.run;
		const found = compare(situation);
		const [id = 'no image'] = touched(situation);
		const isTold = !error || (error.message.includes(`: ${what}, but`) && error.description?.includes(id));
		return isTold ? found : [...found, `${what} (${id}), and the error does not say so`];
	};
