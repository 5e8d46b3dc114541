import { Clock, Tenant } from '../graph-server';
import { sampleTenant, seedImages } from '../graph-server/sample';
import { defaultSettings } from '../graph-server/settings';

/** A second passes whenever somebody looks, as on a busy machine. */
class BusyClock extends Clock {
	override now(): Date {
		this.advance(1_000);
		return super.now();
	}
}

it('all images of the sample tenant are of one moment, so that the same one is the newest in every run', () => {
	const clock = new BusyClock();
	const tenant = new Tenant(sampleTenant.id, sampleTenant.domain, clock, defaultSettings());
	seedImages(tenant, clock);
	const times = [...tenant.images.values()].map(({ lastModifiedDateTime }) => lastModifiedDateTime);
	expect(times.length).toBeGreaterThan(1);
	expect(new Set(times).size).toBe(1);
});
