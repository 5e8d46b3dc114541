const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	promisify(execFile)(process.execPath, [require.resolve('typescript/bin/tsc')]).catch((failure) => {
		throw new Error(failure.stdout || failure.message);
	});

const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

const codex = () => src('nodes/**/*.node.json', { encoding: false }).pipe(dest('dist/nodes'));

/** Gives each operation the file in which n8n's editor looks for the shape of its output (n8n-core, output-schema-resolver). */
const schemas = async () => {
	const node = 'dist/nodes/CloudPcDeviceImage';
	const { operations, resources } = require(`./${node}/operations`);
	const { outputSchema } = require(`./${node}/graph/entityProperties`);
	const { eventSchema } = require(`./${node}/trigger/eventOutput`);
	const folderOfAll = `${node}/__schema__/v1.0.0`;
	await mkdir(folderOfAll, { recursive: true });
	// Where n8n looks for a node without resource and operation, which in this folder is the trigger alone.
	await writeFile(`${folderOfAll}/output.json`, JSON.stringify(eventSchema));
	for (const { resource, value, output } of operations) {
		const { properties } = resources.find((each) => each.value === resource);
		const folder = `${folderOfAll}/${resource}`;
		await mkdir(folder, { recursive: true });
		await writeFile(`${folder}/${value}.json`, JSON.stringify(outputSchema(output ?? properties)));
	}
};

/** Puts the version of package.json where the compiled User-Agent takes it from, so that a release needs no second edit. */
const version = async () => {
	const file = 'dist/credentials/entra/packageVersion.js';
	const compiled = await readFile(file, 'utf8');
	const stamped = compiled.replace("'source'", JSON.stringify(require('./package.json').version));
	if (stamped === compiled) throw new Error(`${file} has no place for the version`);
	await writeFile(file, stamped);
};

/** Puts the values of properties.ts in the place of the code that makes them, as n8n loads it at its start. */
const properties = async () => {
	const node = 'dist/nodes/CloudPcDeviceImage';
	await writeFile(`${node}/properties.json`, JSON.stringify(require(`./${node}/properties.js`)));
	await writeFile(`${node}/properties.js`, "module.exports = require('./properties.json');\n");
};

exports.build = series(clean, parallel(compile, icons, codex), parallel(schemas, version, properties));
