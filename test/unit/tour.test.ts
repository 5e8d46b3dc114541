import { nodeType, readTour } from '../../scripts/localGraph';
import { allOperations, operationOf, unshownOperations } from '../../scripts/stepReport';

describe('the tour of the demo', () => {
	it('has a step for each operation', () => {
		const steps = readTour().nodes.filter(({ type }) => type === nodeType);
		expect(unshownOperations(steps.map(({ parameters }) => operationOf(parameters)))).toEqual([]);
	});

	it('is named with each operation that it lacks', () => {
		const [first = '', ...others] = allOperations;
		expect(unshownOperations(others)).toEqual([
			`The tour has no step for ${first}: add one to scripts/deviceImageTour.json.`,
		]);
	});
});
