import type { INodeProperties } from 'n8n-workflow';

import type { Parameter } from './parameter';

/**
 * Makes a parameter that is chosen from a list or entered, n8n's resource locator.
 *
 * @param property n8n's property
 * @param readValue reads what was chosen or entered
 */
export const locatorParameter = <T>(
	property: INodeProperties,
	readValue: (raw: unknown) => T,
): Parameter<T> => ({
	property,
	read: (raw) => readValue(isLocator(raw) ? raw.value : raw),
});

/** Hand-made workflows may hold the bare value. */
const isLocator = (raw: unknown): raw is { value: unknown } =>
	typeof raw === 'object' && raw !== null && 'value' in raw;
