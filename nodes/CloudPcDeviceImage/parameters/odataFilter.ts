import type { Parameter } from './parameter';
import { optionalText } from './text';

const asText = optionalText(
	{
		displayName: 'OData Filter',
		name: 'odataFilter',
		type: 'string',
		default: '',
		placeholder: "e.g. contains(displayName,'Finance')",
		description: 'OData filter expression, sent to Microsoft Graph unchanged',
	},
	"status eq 'ready'",
);

/** The option `odataFilter`. It is read as far as it could not travel; whether it makes sense is for Graph to say. */
export const odataFilterParameter: Parameter<string | undefined> = {
	property: asText.property,
	// In OData every white space between words counts as a space.
	read: (raw) => asText.read(typeof raw === 'string' ? raw.replace(/[\t\r\n]+/g, ' ') : raw),
};
