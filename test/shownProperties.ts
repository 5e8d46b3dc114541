import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * The properties of a node type that n8n shows for some parameters, by n8n's own rules.
 * @param description of the node type
 * @param parameters those that other properties depend on
 */
export function shownProperties(
	description: INodeTypeDescription,
	parameters: INodeParameters,
): INodeProperties[] {
	const node: INode = {
		id: '1',
		name: 'Node',
		type: description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return description.properties.filter(
		(property) => property.type !== 'hidden' && NodeHelpers.displayParameter(parameters, property, node, description),
	);
}
