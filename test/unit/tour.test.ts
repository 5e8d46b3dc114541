import { nodeType, readExample } from '../../scripts/localGraph';
import { allOperations, operationOf, tourFile, unshownOperations } from '../../scripts/stepReport';

describe('the tour in examples/', () => {
	it('has a step for each operation', () => {
		const steps = readExample(tourFile).nodes.filter(({ type }) => type === nodeType);
		expect(unshownOperations(steps.map(({ parameters }) => operationOf(parameters)))).toEqual([]);
	});

	it('is named with each operation that it lacks', () => {
		const [first = '', ...others] = allOperations;
		expect(unshownOperations(others)).toEqual([
			`The tour has no step for ${first}: add one to examples/device-image-tour.json.`,
		]);
	});
});
