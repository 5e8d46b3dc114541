import * as fc from 'fast-check';
import { isResourceLocatorValue, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { appOnlyCredential, sampleApps } from '../graph-server';
import { findCase } from '../operations';
import { everyParameter, formsOf, rightValues, type NamedParameter } from '../parameterForms';
import { byId, useNode, type TestNode } from './useNode';

/** Each form of a value as the value of an expression, and as the text that n8n makes of it when a blank stands behind. */
const ends = ['', ' '];

const formsPerParameter = 3;

/** A right value that is not the default, so that a form that is not understood shows. */
const valueOf = ({ property }: NamedParameter): unknown =>
	fc.sample(rightValues(property), { seed: 2, numRuns: 50 }).find((value) => value !== property.default);

const isLocator = ({ property }: NamedParameter): boolean => property.type === 'resourceLocator';

/** Puts a value where n8n stores it; `path` is e.g. `options.fields`. */
function withValue(parameters: INodeParameters, path: string, value: unknown): INodeParameters {
	const [name = '', entry] = path.split('.');
	const inner = entry === undefined ? value : { ...(parameters[name] as IDataObject | undefined), [entry]: value };
	return { ...parameters, [name]: inner } as INodeParameters;
}

const located = (parameter: NamedParameter, value: unknown): unknown =>
	isLocator(parameter) ? byId(value as string) : value;

/** What the owner of a parameter needs at least, as `resource.operation`, or `trigger`. */
const requiredParameters = (owner: string): INodeParameters => (owner === 'trigger' ? {} : findCase(owner).parameters);

/** Another value than the default; an ID is that of the case, which fits to its operation. */
function valueFor(parameter: NamedParameter, base: INodeParameters, name: string): unknown {
	// V1.0 is refused where the method exists in beta only.
	if (name === 'options.apiVersion') return 'beta';
	const given = base[name];
	return isResourceLocatorValue(given) ? given.value : valueOf(parameter);
}

/** An image that the run itself created has another ID each time. */
const withoutNewIds = (path: string): string => path.replace(/\/(?!1a6e0000)[\da-f]{8}-[\da-f-]{27}/, '/{new}');

/** Runs a node on a fresh tenant, and returns what it sent and what came of it. */
async function sentBy({ anotherGraph, engine }: TestNode, parameters: INodeParameters): Promise<object> {
	const graph = await anotherGraph();
	// An upload that ends in the middle of the poll would be an event more or less.
	graph.settings.uploadMs = parameters.resource ? 0 : 3_600_000;
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
	const outcome = parameters.resource
		? await engine.run(parameters).then(({ items, error }) => error?.message ?? items)
		: ((await engine.pollContext({ parameters, mode: 'manual' }).poll())?.[0] ?? []);
	const requests = graph.requests.filter(({ area }) => area === 'graph');
	return {
		requests: requests.map(({ method, path, query, body }) => ({ method, path: withoutNewIds(path), query, body })),
		outcome: typeof outcome === 'string' ? outcome : outcome.length,
	};
}

/** Each parameter is in one part, whose tests have a file of their own. */
type Part = 'reads' | 'creation' | 'changes' | 'trigger';

function partOf({ path }: NamedParameter): Part {
	if (path.startsWith('trigger ')) return 'trigger';
	if (path.startsWith('deviceImage.create ')) return 'creation';
	return /^\w+\.(get|getAll|waitForStatus) /.test(path) ? 'reads' : 'changes';
}

/** Tests that the parameters of a part are understood in every form. */
export function testFormsOf(part: Part): void {
	const node = useNode({ graphFor: 'file' });
	const ofPart = everyParameter.filter((parameter) => !parameter.path.startsWith('both ') && partOf(parameter) === part);

	it.each(ofPart.map((parameter) => [parameter.path, parameter] as const))(
		'%s sends the same requests for the same value in another form',
		async (path, parameter) => {
			const [owner = '', name = ''] = path.split(' ');
			const base = requiredParameters(owner);
			const value = valueFor(parameter, base, name);
			const expected = await sentBy(node, withValue(base, name, located(parameter, value)));
			expect(expected).toMatchObject({ requests: expect.arrayContaining([expect.anything()]) });
			const forms = fc.sample(formsOf(parameter.property, value), { seed: 3, numRuns: formsPerParameter });
			for (const [index, form] of forms.entries()) {
				const bare = isLocator(parameter) && typeof form === 'object' ? (form as { value: unknown }).value : form;
				const expression = `={{ ${JSON.stringify(bare)} }}${ends[index % ends.length]}`;
				expect([expression, await sentBy(node, withValue(base, name, located(parameter, expression)))]).toEqual([expression, expected]);
			}
		},
		60_000,
	);
}
