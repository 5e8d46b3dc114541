import type { ApiVersion } from '../graph/client';
import { choiceParameter } from './choice';
import { InvalidInput } from './invalidInput';
import type { Parameter } from './parameter';

type ChosenVersion = ApiVersion | 'auto';

/**
 * Makes the option `apiVersion`.
 *
 * @param automatic what Automatic means, as the user reads it
 */
export const apiVersionParameter = (automatic: string): Parameter<ChosenVersion> =>
	choiceParameter<ChosenVersion>({
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: automatic },
			{ name: 'Beta', value: 'beta' },
			{ name: 'V1.0', value: 'v1.0' },
		],
		default: 'auto',
		description: 'Microsoft Graph version to use',
	});

/** Something that v1.0 does not have. */
export interface BetaOnly {
	/** As the user knows it. */
	what: string;
	/** The parameter to take it out of, as the user sees it; a method cannot be taken out. */
	parameter?: string;
}

/**
 * Returns the version of Microsoft Graph that the user asks for, or the one that has what is needed.
 *
 * @param chosen value of the option `apiVersion`
 * @param automatic the version behind `auto`, as long as nothing needs beta
 * @param betaOnly what only beta has, if anything is needed of it
 * @throws InvalidInput when v1.0 is asked for something that only beta has
 */
export function chooseApiVersion(
	chosen: ChosenVersion,
	automatic: ApiVersion,
	betaOnly: BetaOnly | undefined,
): ApiVersion {
	if (chosen === 'auto') return betaOnly ? 'beta' : automatic;
	if (chosen === 'beta' || !betaOnly) return chosen;
	const { what, parameter } = betaOnly;
	const remove = parameter === undefined ? '' : `, or remove '${what}' from '${parameter}'`;
	throw new InvalidInput(
		'API Version',
		chosen,
		`which does not support '${what}'`,
		`Only the beta version supports it. Set 'API Version' to 'Automatic'${remove}.`,
	);
}
