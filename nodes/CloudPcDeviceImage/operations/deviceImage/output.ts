import { betaOnlyProperties, deviceImageProperties, imageProperties, type DeviceImage } from '../../images/deviceImage';
import { explainErrorCode } from '../../images/errorCodes';
import { hiddenWord } from '../../images/hiddenWords';
import { alphabetical } from '../../parameters/alphabetical';
import type { BetaOnly } from '../../parameters/apiVersion';
import { choiceParameter, choicesParameter } from '../../parameters/choice';

type ImageProperty = (typeof imageProperties)[number];

/** What Simplified asks Graph for, in the order of its output. */
const simplifiedProperties: readonly ImageProperty[] = [
	'id', 'displayName', 'version', 'status', 'errorCode', 'operatingSystem', 'osBuildNumber', 'osStatus', 'expirationDate', 'lastModifiedDateTime',
];

/** The parameters `output` and `fields` of Get and Get Many. */
export const outputParameters = {
	output: choiceParameter<'simplified' | 'raw' | 'selectedFields'>({
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Raw', value: 'raw', description: 'The device image as Microsoft Graph returns it' },
			{ name: 'Selected Fields', value: 'selectedFields', description: 'The chosen properties and the ID' },
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'The ten most useful properties, and why an upload failed and what to do',
			},
		],
		default: 'simplified',
		description: 'What each device image looks like in the output',
		builderHint: {
			propertyHint:
				'simplified: the most used properties, and explanation and remedy of a failed image. raw: what Microsoft Graph returned. selectedFields: the properties in fields.',
		},
	}),
	fields: choicesParameter<ImageProperty>({
		displayName: 'Fields',
		name: 'fields',
		type: 'multiOptions',
		displayOptions: { show: { output: ['selectedFields'] } },
		options: [...imageProperties]
			.sort(alphabetical)
			.map((property) => ({
				name: betaOnlyProperties.includes(property) ? `${property} (Beta)` : property,
				value: property,
			})),
		default: [],
		description: 'Properties to return. ID is always included. Leave empty to return all properties.',
	}),
};

/** The values of {@link outputParameters}. */
export interface OutputChoice {
	output: 'simplified' | 'raw' | 'selectedFields';
	fields: readonly string[];
}

/** What an output item of Simplified can hold. */
export const simplifiedOutput = {
	...Object.fromEntries(simplifiedProperties.map((property) => [property, deviceImageProperties[property]])),
	explanation: { type: 'text' },
	remedy: { type: 'text' },
} as const;

/** Returns the first of the chosen properties that v1.0 does not have. */
export function betaOnlyField({ output, fields }: OutputChoice): BetaOnly | undefined {
	const what = output === 'selectedFields' && fields.find((field) => betaOnlyProperties.includes(field));
	return what ? { what, parameter: 'Fields' } : undefined;
}

/** Returns the properties that an output has, or undefined when it has all of them. */
function shownProperties({ output, fields }: OutputChoice): readonly string[] | undefined {
	if (output === 'simplified') return simplifiedProperties;
	return output === 'selectedFields' && fields.length > 0 ? [...new Set(['id', ...fields])] : undefined;
}

/**
 * Returns the `$select` of a request, or undefined when everything is wanted.
 *
 * @param choice the parameters `output` and `fields`
 * @param alsoNeeded properties that the caller looks at itself
 */
export function selectFor(choice: OutputChoice, alsoNeeded: readonly string[] = []): string | undefined {
	const shown = shownProperties(choice);
	return shown && [...new Set([...shown, ...alsoNeeded])].join(',');
}

/** Returns whether words that v1.0 hides are looked up in beta. Raw is what Graph sent. */
export const revealsWords = ({ output }: OutputChoice): boolean => output !== 'raw';

/** Returns why the upload of an image failed, and what to do; nothing for any other image. */
export const explanationOf = (image: DeviceImage): { explanation?: string; remedy?: string } =>
	image.status === 'failed' ? { ...explainErrorCode(image.errorCode ?? image.statusDetails) } : {};

/** Returns an image as an output item has it. */
export function shownImage(image: DeviceImage, choice: OutputChoice): DeviceImage {
	const properties = shownProperties(choice);
	if (!properties) return image;
	const shown = properties.flatMap((property) => (property in image ? [[property, image[property]]] : []));
	if (choice.output !== 'simplified') return Object.fromEntries(shown);
	const known = shown.map(([property, value]) => [property, value === hiddenWord ? null : value]);
	return { ...Object.fromEntries(known), ...explanationOf(image) };
}
