import type { IExecuteFunctions } from 'n8n-workflow';

import type { Deprecation } from '../graph/deprecation';

/** Returns what the user is to know of a method that ends. */
export function deprecationHint({ request, sunset, link }: Deprecation): string {
	const end = sunset ? `, scheduled for removal on ${sunset}` : '';
	return `Microsoft deprecated ${request}${end}.${link ? ` See ${link}` : ''}`;
}

/** Shows a warning beside the output, where this n8n can. */
export function addHint(context: IExecuteFunctions, message: string): void {
	if (typeof context.addExecutionHints !== 'function') return;
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
