/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { guidPattern } from '../../../credentials/entra/guid';

/** What cannot be run, in words for the person who called. */
export class CannotRun extends Error {}

/** How somebody signs in. */
export type SignInWith =
	| { kind: 'secret'; clientSecret: string }
	/** Both PEM. */
	| { kind: 'certificate'; certificate: string; privateKey: string }
	| { kind: 'deviceCode' };

export interface ProbeOptions {
	tenant: string;
	clientId: string;
	signIn: SignInWith;
	cloud: Cloud;
	/** Without version and trailing slash. */
	graphUrl: string;
	/** Without tenant and trailing slash. */
	authorityUrl: string;
	/** ARM ids; none when nothing may be changed. */
	sources: string[];
	/** The provisioning policy that may be changed. */
	policyId?: string;
	waitMinutes: number;
	/** Default: standard output. */
	reportFile?: string;
}

/** Returns whether the questions may change anything in the tenant. */
export const changesSomething = ({ sources, policyId }: ProbeOptions): boolean =>
	sources.length > 0 || policyId !== undefined;

/** Contract 5: where custom images exist. */
const clouds = {
	global: { graph: 'https://graph.microsoft.com', login: 'https://login.microsoftonline.com' },
	usGovernment: { graph: 'https://graph.microsoft.us', login: 'https://login.microsoftonline.us' },
} as const;

type Cloud = keyof typeof clouds;

export const help = `Asks a Windows 365 tenant every question of the contract and compares its answers with the local Graph.

npm run contract -- --tenant TENANT --client-id ID [options]

  --tenant TENANT          GUID or domain
  --client-id ID           app registration with CloudPC.Read.All (with --write: CloudPC.ReadWrite.All)

Sign-in, one of:
  --device-code            a user signs in in a browser (default); the app must allow public client flows
  --secret-env NAME        the environment variable that holds the client secret
  --certificate FILE --key FILE   certificate and private key, PEM

  --cloud CLOUD            ${Object.keys(clouds).join(' or ')}; default global
  --graph-url URL          another Graph root
  --authority-url URL      another login root
  --write                  also ask what changes something, of images that it makes and deletes again, and of --policy
  --source-image ARM_ID    what --write uploads: a managed image or a gallery version; may be given twice
  --policy ID              what --write may also change: it sends this policy the image that it has
  --wait MINUTES           with --write: wait for the end of an upload
  --report FILE            where the report goes, in Markdown; default standard output
  --help

A proxy is taken from HTTPS_PROXY and NO_PROXY, further authorities from NODE_EXTRA_CA_CERTS.
Without --write it sends Graph nothing but GETs, alone and in a batch, which is a POST.
Exit code: 0 the same answers, 1 differences, 2 it could not run or not finish.`;

const options = {
	tenant: { type: 'string' },
	'client-id': { type: 'string' },
	'device-code': { type: 'boolean', default: false },
	'secret-env': { type: 'string' },
	certificate: { type: 'string' },
	key: { type: 'string' },
	cloud: { type: 'string', default: 'global' },
	'graph-url': { type: 'string' },
	'authority-url': { type: 'string' },
	write: { type: 'boolean', default: false },
	'source-image': { type: 'string', multiple: true },
	policy: { type: 'string' },
	wait: { type: 'string' },
	report: { type: 'string' },
	help: { type: 'boolean', default: false },
} as const;

const guid = new RegExp(`^${guidPattern}$`, 'i');

type Values = ReturnType<typeof parse>;

function parse(args: string[]) {
	try {
		return parseArgs({ args, options }).values;
	} catch (error) {
		throw new CannotRun(error instanceof Error ? error.message : String(error));
	}
}

/**
 * Reads the command line.
 *
 * @param args without program and script
 * @param env holds the secret that `--secret-env` names
 * @returns undefined when help is wanted
 * @throws CannotRun for what is missing, contradicts itself or cannot be read
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): ProbeOptions | undefined {
	const values = parse(args);
	if (values.help) return undefined;
	const cloud = values.cloud as Cloud;
	if (!Object.hasOwn(clouds, cloud)) {
		throw new CannotRun(`--cloud must be ${Object.keys(clouds).join(' or ')}.`);
	}
	const { graph, login } = clouds[cloud];
	return {
		tenant: required(values.tenant, '--tenant'),
		clientId: required(values['client-id'], '--client-id'),
		signIn: readSignIn(values, env),
		cloud,
		graphUrl: readUrl(values['graph-url'] ?? graph, '--graph-url'),
		authorityUrl: readUrl(values['authority-url'] ?? login, '--authority-url'),
		...readWrite(values),
		reportFile: values.report,
	};
}

function readSignIn(values: Values, env: NodeJS.ProcessEnv): SignInWith {
	const { 'secret-env': secretName, certificate, key, 'device-code': deviceCode } = values;
	const hasCertificate = certificate !== undefined || key !== undefined;
	const ways = [secretName !== undefined, hasCertificate, deviceCode].filter(Boolean);
	if (ways.length > 1) {
		throw new CannotRun('Give one of --device-code, --secret-env, and --certificate with --key.');
	}
	if (secretName !== undefined) {
		const clientSecret = env[secretName];
		if (!clientSecret) throw new CannotRun(`The environment variable ${secretName} is empty.`);
		return { kind: 'secret', clientSecret };
	}
	if (!hasCertificate) return { kind: 'deviceCode' };
	return {
		kind: 'certificate',
		certificate: read(required(certificate, '--certificate')),
		privateKey: read(required(key, '--key')),
	};
}

function readWrite(values: Values): Pick<ProbeOptions, 'sources' | 'policyId' | 'waitMinutes'> {
	const { write, 'source-image': sources = [], policy: policyId, wait } = values;
	if (write && sources.length === 0 && policyId === undefined) {
		throw new CannotRun(
			'--write needs --source-image, the ARM ID of an image that may be uploaded, or --policy.',
		);
	}
	if (!write && (sources.length > 0 || policyId !== undefined || wait !== undefined)) {
		throw new CannotRun('--source-image, --policy and --wait change something: give --write, too.');
	}
	if (policyId !== undefined && !guid.test(policyId)) {
		throw new CannotRun('--policy must be the ID of a provisioning policy.');
	}
	if (!/^\d{1,4}$/.test(wait ?? '0'))
		throw new CannotRun('--wait takes whole minutes, up to 9999.');
	return { sources: [...sources], policyId, waitMinutes: Number(wait ?? 0) };
}

function readUrl(text: string, name: string): string {
	if (!URL.canParse(text) || new URL(text).protocol !== 'https:') {
		throw new CannotRun(`${name} must be an https URL.`);
	}
	return text.replace(/\/+$/, '');
}

function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new CannotRun(`A file cannot be read: ${error instanceof Error ? error.message : ''}`);
	}
}

function required(value: string | undefined, name: string): string {
	if (!value) throw new CannotRun(`${name} is missing; --help tells the rest.`);
	return value;
}
