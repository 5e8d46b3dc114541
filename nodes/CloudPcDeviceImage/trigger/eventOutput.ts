import { outputSchema } from '../graph/entityProperties';
import { deviceImageProperties } from '../images/deviceImage';
import type { StatusEvent } from './events';
import { comparedProperties } from './savedImage';

const savedImage = Object.fromEntries(comparedProperties.map((property) => [property, deviceImageProperties[property]]));

/** The JSON schema of the trigger's output, in the form in which n8n's editor reads it (n8n-core, output-schema-resolver). */
export const eventSchema = {
	type: 'object',
	properties: {
		event: { type: 'string' },
		image: outputSchema({ id: deviceImageProperties.id, ...savedImage }),
		previous: { ...outputSchema(savedImage), type: ['object', 'null'] },
		detectedAt: { type: 'string' },
		explanation: { type: 'string' },
		remedy: { type: 'string' },
		reuploaded: { type: 'boolean' },
		expired: { type: 'boolean' },
	} satisfies Record<keyof StatusEvent, object>,
	version: 1,
};
