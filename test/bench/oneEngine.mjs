/**
 * `--import` of the measuring processes: gives whoever asks the n8n-core and n8n-workflow of one n8n, as n8n itself
 * does. CLOUDPC_N8N_FOLDER names its folder.
 */
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const inN8n = pathToFileURL(join(process.env.CLOUDPC_N8N_FOLDER, 'any.js')).href;
const n8n = createRequire(inN8n);

registerHooks({
	resolve(specifier, context, next) {
		const isEngine = /^n8n-(core|workflow)(\/|$)/.test(specifier) && context.parentURL !== inN8n;
		return next(isEngine ? n8n.resolve(specifier) : specifier, context);
	},
});
