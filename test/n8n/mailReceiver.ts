/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { SMTPServer } from 'smtp-server';

/** Stands for the mail server of a company. */
export interface MailReceiver {
	/** Fields of n8n's SMTP credential. */
	credential: { host: string; port: number; secure: boolean; disableStartTls: boolean; user: string; password: string };
	/** The messages as they came, with their headers. */
	received: string[];
	close(): Promise<void>;
}

/** Starts a mail server on loopback that takes every message. */
export async function startMailReceiver(): Promise<MailReceiver> {
	const received: string[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, _session, done) => {
			void text(stream).then((message) => {
				// Lines that the transport has broken.
				received.push(message.replaceAll('=\r\n', ''));
				done();
			}, done);
		},
	});
	const listening = once(server.listen(0, '127.0.0.1'), 'listening');
	await listening;
	const { port } = server.server.address() as AddressInfo;
	return {
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true, user: '', password: '' },
		received,
		close: async () => await new Promise((resolve) => server.close(resolve)),
	};
}
