/**
 * Loads and constructs nodes once and says what that took. A fresh process without TypeScript, because every load has
 * to be the first one:
 *
 *     node --expose-gc loadProcess.mjs <n8n folder> <package of n8n>... -- <node file>...
 *
 * The packages of n8n are loaded beforehand and not counted, as n8n has them long before a node. Prints JSON, see
 * loading.ts.
 */
import Module, { createRequire, isBuiltin } from 'node:module';
import { basename, join } from 'node:path';

const [n8nFolder, ...rest] = process.argv.slice(2);
const [packages, files] = [rest.slice(0, rest.indexOf('--')), rest.slice(rest.indexOf('--') + 1)];
const n8n = createRequire(join(n8nFolder, 'any.js'));
const loaded = new Map(packages.map((name) => [name, n8n(name)]));

const asked = new Set();
const load = Module._load;
Module._load = function (request, ...others) {
	if (!/^[./]/.test(request) && !isBuiltin(request)) asked.add(request);
	return loaded.get(request) ?? load.call(this, request, ...others);
};

globalThis.gc();
const heapBefore = process.memoryUsage().heapUsed;
const start = performance.now();
const nodes = files.map((file) => new (createRequire(file)(file)[basename(file).split('.')[0]])());
const ms = performance.now() - start;
globalThis.gc();
const heapBytes = process.memoryUsage().heapUsed - heapBefore;

const descriptionBytes = nodes.map((node) => {
	const { description } = node.getNodeType?.() ?? node;
	return Buffer.byteLength(JSON.stringify(description));
});
console.log(JSON.stringify({ ms, heapBytes, asked: [...asked].sort(), descriptionBytes }));
