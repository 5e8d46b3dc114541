/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';

import { Client } from 'pg';

import type { InstalledN8n } from '../../scripts/installN8n';

const host = '127.0.0.1';
const [postgresPort, redisPort] = [5432, 6379];
const postgresUsers = ['postgres', 'root'];
const answerLimitMs = 3000;
const namePrefix = 'cloudpc_device_image_queue_';

/** The part of ioredis that is used; it comes with n8n. */
interface Redis {
	scanStream(options: { match: string; count: number }): AsyncIterable<string[]>;
	del(keys: string[]): Promise<number>;
	quit(): Promise<unknown>;
}

/** A database and Redis keys of one test run, which nothing else uses. */
export interface OwnServices {
	/** What n8n has to be told to use them. */
	env: Record<string, string>;
	/** Reads n8n's own tables. */
	query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
	/** Drops the database and deletes the keys; every n8n has to be ended before. */
	remove(): Promise<void>;
}

async function openPostgres(user: string, database = 'postgres'): Promise<Client> {
	const client = new Client({
		host,
		port: postgresPort,
		user,
		database,
		connectionTimeoutMillis: answerLimitMs,
	});
	await client.connect();
	return client;
}

/** The first user who may make databases, or why there is none. */
async function findPostgresUser(): Promise<{ user: string } | { reason: string }> {
	let reason = '';
	for (const user of postgresUsers) {
		try {
			const client = await openPostgres(user);
			const sql = 'SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolcreatedb';
			const { rowCount } = await client.query(sql).finally(async () => await client.end());
			if (rowCount === 1) return { user };
			reason = `${user} may not make a database`;
		} catch (error) {
			reason = error instanceof Error ? error.message || error.name : String(error);
		}
	}
	return { reason: `PostgreSQL at ${host}:${postgresPort} cannot be used: ${reason}` };
}

async function whyNoRedis(): Promise<string | undefined> {
	const socket = connect(redisPort, host);
	try {
		const signal = AbortSignal.timeout(answerLimitMs);
		await once(socket, 'connect', { signal });
		socket.write('PING\r\n');
		const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
		const text = answer.toString().trim();
		return text === '+PONG' ? undefined : `Redis at ${host}:${redisPort} answered ${text}`;
	} catch (error) {
		const reason = error instanceof Error ? error.message || error.name : String(error);
		return `Redis at ${host}:${redisPort} cannot be used: ${reason}`;
	} finally {
		socket.destroy();
	}
}

/** Says what queue mode lacks on this machine, or nothing when PostgreSQL and Redis can be used. */
export async function whyNoServices(): Promise<string | undefined> {
	const found = await findPostgresUser();
	return 'reason' in found ? found.reason : await whyNoRedis();
}

/**
 * Makes an empty database and reserves a prefix in Redis; first removes what a killed run has left.
 * @param n8n whose ioredis is used
 * @throws Error when PostgreSQL or Redis cannot be used; ask whyNoServices before
 */
export async function makeOwnServices(n8n: InstalledN8n): Promise<OwnServices> {
	const found = await findPostgresUser();
	if ('reason' in found) throw new Error(found.reason);
	const { user } = found;
	const admin = await openPostgres(user);
	await removeAbandoned(admin, n8n);
	const name = `${namePrefix}${randomBytes(4).toString('hex')}`;
	await admin.query(`CREATE DATABASE ${name}`);
	// Held open for the whole run: a database without any connection is an abandoned one.
	const client = await openPostgres(user, name);
	return {
		env: {
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: host,
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_DATABASE: name,
			QUEUE_BULL_REDIS_HOST: host,
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			QUEUE_BULL_PREFIX: `${name}:bull`,
			N8N_REDIS_KEY_PREFIX: `${name}:n8n`,
			N8N_CACHE_REDIS_KEY_PREFIX: `${name}:cache`,
		},
		query: async <Row>(sql: string, values?: unknown[]) =>
			(await client.query(sql, values)).rows as Row[],
		remove: async () => {
			await client.end();
			await remove(admin, n8n, name);
			await admin.end();
		},
	};
}

async function removeAbandoned(admin: Client, n8n: InstalledN8n): Promise<void> {
	const { rows } = await admin.query<{ datname: string }>(
		`SELECT datname FROM pg_database WHERE starts_with(datname, $1)
		AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = pg_database.datname)`,
		[namePrefix],
	);
	for (const { datname } of rows) await remove(admin, n8n, datname);
}

async function remove(admin: Client, n8n: InstalledN8n, name: string): Promise<void> {
	const { Redis } = createRequire(n8n.entry)('ioredis') as {
		Redis: new (port: number, host: string) => Redis;
	};
	const redis = new Redis(redisPort, host);
	for await (const keys of redis.scanStream({ match: `${name}:*`, count: 1000 })) {
		if (keys.length > 0) await redis.del(keys);
	}
	await redis.quit();
	// Last: its name is all that tells the next run which keys were left.
	await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
