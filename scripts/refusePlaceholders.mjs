/**
 * `npm run release` begins with this: ends with 1 while the package.json of the current folder holds what only the owner of
 * the package can fill in. `placeholders.json` lists it, by its place in package.json.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const placeholders = readJson(new URL('placeholders.json', import.meta.url));
const manifest = readJson(join(process.cwd(), 'package.json'));
const valueAt = (place) => place.split('.').reduce((value, key) => Object(value)[key], manifest);

const left = Object.keys(placeholders).filter((place) => [undefined, '', placeholders[place]].includes(valueAt(place)));
for (const place of left) console.error(`package.json: ${place} is a placeholder. Fill it in before you release.`);
if (left.length > 0) process.exit(1);
