import type { RealHost } from '../n8n/realHost';
import type { Browser } from './browser';

/** What the tests in the editor work with. */
export interface Editor {
	real: RealHost;
	browser: Browser;
}

/** A test that leaves a picture when it fails. */
export type InEditor = (name: string, work: (editor: Editor) => Promise<void>) => void;
