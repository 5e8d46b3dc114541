import type { IDataObject } from 'n8n-workflow';

/** Whether a parsed JSON value is an object, and neither null nor a list. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a text that says something; undefined for anything else. */
export const textIn = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;
