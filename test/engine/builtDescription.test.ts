import type { INodeType } from 'n8n-workflow';

import { CloudPcDeviceImage } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImage.node';
import { CloudPcDeviceImageTrigger } from '../../nodes/CloudPcDeviceImage/CloudPcDeviceImageTrigger.node';
import { Engine } from './engine';

it.each([
	['cloudPcDeviceImage', new CloudPcDeviceImage()],
	['cloudPcDeviceImageTrigger', new CloudPcDeviceImageTrigger()],
])('the built description of %s is that of its source', async (name, { description, methods }) => {
	const built = (await Engine.load()).loader.getNode(name).type as INodeType;
	// n8n itself adds the poll times of a trigger.
	const ours = built.description.properties.filter((property) => property.name !== 'pollTimes');
	expect(ours).toEqual(JSON.parse(JSON.stringify(description.properties)));
	expect(Object.keys(Object.assign({}, ...Object.values(built.methods ?? {})))).toEqual(
		Object.keys(Object.assign({}, ...Object.values(methods))),
	);
});
