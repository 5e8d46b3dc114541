import { sampleSources } from '../graph-server';
import type { RealHost } from './realHost';
import { graphRequests, images, runNode } from './runs';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What a user reads when something cannot be done. */
export function theErrors(real: () => RealHost): void {
	describe('an error', () => {
		it('of an app that may only read names the missing permission', async () => {
			const execution = await runNode(
				real(),
				{
					operation: 'create',
					displayName: 'Not Allowed',
					version: '1.0.0',
					sourceImageResourceId: byId(sampleSources.managed.resourceId),
				},
				'readOnly',
			);

			expect(execution.status).toBe('error');
			expect(execution.data.resultData.error?.message).toContain('CloudPC.ReadWrite.All');
			expect(execution.data.resultData.error?.description).toMatch(/request-id [0-9a-f-]{36}/);
			expect(graphRequests(real())).toEqual([`POST /v1.0${images} 403`]);
		});

		it.each(['', '../policies', 'a/b', 'id?x=1'])(
			'for the image id "%s" comes before any request',
			async (id) => {
				const execution = await runNode(real(), { operation: 'get', imageId: byId(id) });

				expect(execution.status).toBe('error');
				// n8n itself refuses an empty required parameter, in its own words.
				expect(execution.data.resultData.error?.message).toContain('Device Image');
				expect(real().graph.requests).toEqual([]);
			},
		);
	});
}
