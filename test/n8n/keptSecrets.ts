/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { AppCertificate, GraphServer } from '../graph-server';

/** Returns all values in a database. */
function rowsOf(file: string): string {
	const database = new DatabaseSync(file, { readOnly: true });
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	const rows = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all());
	database.close();
	return rows.flatMap((row) => Object.values(row).map(String)).join('\n');
}

/** Returns all that n8n has stored, by place: the files of its folder, and what its database holds. */
export function storedTexts(userFolder: string): Map<string, string> {
	const folder = join(userFolder, '.n8n');
	const files = readdirSync(folder).filter((file) => statSync(join(folder, file)).isFile());
	const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'latin1')]));
	return texts.set('the rows', rowsOf(join(folder, 'database.sqlite')));
}

/** Everything that must stay in the encrypted credentials, and what was seen of it on the wire. */
export class KeptSecrets {
	private readonly all = new Set<string>();

	get size(): number {
		return this.all.size;
	}

	add(...secrets: string[]): void {
		for (const secret of secrets) this.all.add(secret);
	}

	/** Remembers a line of the key, as a dump could break it anywhere. */
	addKey({ privateKey }: AppCertificate): void {
		this.add(privateKey.split('\n')[5] ?? '');
	}

	/** Remembers the tokens, secrets, assertions and codes that arrived at the local Graph. */
	addSeen({ requests }: GraphServer): void {
		for (const { headers, body } of requests) {
			const form = Object(body) as Record<string, unknown>;
			const seen = [
				String(headers.authorization ?? '').replace('Bearer ', ''),
				...['client_assertion', 'client_secret', 'refresh_token', 'code'].map((name) => form[name]),
			];
			for (const secret of seen) if (typeof secret === 'string' && secret !== '') this.add(secret);
		}
	}

	/** Returns which secret stands in which text, by the name of the text. */
	findIn(texts: Map<string, string>): string[] {
		// A page of the database may cut anything, so the end of a secret is looked for by itself.
		const isIn = (text: string, secret: string): boolean => [secret, secret.slice(-40)].some((part) => text.includes(part));
		return [...texts].flatMap(([place, text]) =>
			[...this.all].filter((secret) => isIn(text, secret)).map((secret) => `${place}: ${secret.slice(0, 12)}…`),
		);
	}
}
