import { jestArguments } from '../../scripts/jestArguments';

it.each([
	['no argument: all files', ['test/unit', 'test/contract'], [], ['test/unit', 'test/contract']],
	['options are jest\'s', ['test/engine'], ['-t', 'limits'], ['test/engine', '-t', 'limits']],
	['a word chooses files', ['test/engine'], ['reads'], ['test/engine/.*reads']],
	['a word chooses files in each folder', ['test/unit', 'test/contract'], ['signIn', '-i'], ['test/unit/.*signIn', 'test/contract/.*signIn', '-i']],
	['a path is taken as it is', ['test/engine'], ['test/engine/reads.test.ts'], ['test/engine/reads.test.ts']],
])('arguments of npm run test:…: %s', (_, folders, args, expected) => {
	expect(jestArguments(folders, args)).toEqual(expected);
});

it('arguments of npm run test:…: a path of one folder chooses nothing in another', () => {
	const [own, other] = jestArguments(['test/unit', 'test/contract'], ['test/unit/retry.test.ts']);
	expect([own, new RegExp(String(other)).test('test/unit/retry.test.ts')]).toEqual(['test/unit/retry.test.ts', false]);
});
