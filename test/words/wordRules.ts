/** A word or phrase that no text uses, and what it uses in its place. */
interface WordRule {
	pattern: RegExp;
	instead: string;
	/** Fine in a page, where other things are meant by it. */
	onlyInterface?: true;
}

/** Longest sentence, in words: n8n's documentation style guide asks for fewer. */
export const maxSentenceWords = 30;

const rule = (pattern: RegExp, instead: string): WordRule => ({ pattern, instead });

/** The same thing is called by the same word, as n8n and Microsoft call it. */
const names: readonly WordRule[] = [
	rule(/\breconnect\b/i, "'Connect' or 'Switch account', which n8n shows"),
	rule(/Application \(Client\) ID/, "'Client ID', which n8n shows"),
	rule(/\bRetry Budget\b/, 'Max Retry Time (Seconds)'),
	rule(/\bSettled\b/, 'Upload Finished (Any Status)'),
	rule(/\bEmit Existing\b/, 'Include Existing Images'),
	rule(/\bn8n host\b|\bhost of (?:a self-hosted )?n8n\b/i, 'n8n instance'),
	rule(/\bhost(?:'s)? identit|\bidentity of (?:the|a|its) (?:n8n )?(?:host|machine)\b/i, 'managed identity'),
	rule(/\b(?:this|same) machine\b/i, 'n8n instance, or localhost'),
	rule(/(?<!Microsoft )\bEntra admin center\b/, 'Microsoft Entra admin center'),
	rule(/\bEntra's\b/, 'of Microsoft Entra ID'),
	rule(/\be-mail/i, 'email'),
	rule(/\bactivation\b/i, 'publishing'),
	rule(/\bCtrl-C\b/, 'Ctrl+C'),
];

/** What reads as translated. */
const idiom: readonly WordRule[] = [
	rule(/\btells?\b|\btold\b/i, 'reports, says, shows'),
	rule(/\bmend(?:s|ed|ing)?\b/i, 'fix'),
	rule(/\banew\b/i, 'again'),
	rule(/\b(?:whoever|whatever)\b/i, 'anyone who, any'),
	rule(/\bout of order\b/i, "isn't available"),
	rule(/\bmeant\b/i, 'name the thing'),
	rule(/\b(?:go|goes|went|going) on\b/i, 'continue'),
	rule(/\b(?:did|was|were) not accept(?:ed)?\b|\bnot accepted\b/i, 'rejected'),
	rule(/\bwants\b/i, 'requires'),
	rule(/\bplease\b/i, 'nothing'),
	rule(/\blook(?:s|ed|ing)? at\b/i, 'check'),
	rule(/\bmay\b/, 'might for a possibility, can for a permission'),
	rule(/\baccess denied,/i, 'access denied:'),
	rule(/\b(?:stands?|stood) (?:in|there|under|behind|below)\b/i, 'is in'),
	rule(/\bthe other way round\b/i, 'vice versa'),
	rule(/\bexists? already\b/i, 'already exists'),
	rule(/\bas (?:it|they) may\b/i, 'name the limit'),
	rule(/\b(?:is|are) gone\b/i, 'was deleted'),
	rule(/\btried again\b/i, 'retried'),
	rule(/\b(?:an?|earlier|new|second|each) try\b|\btries of\b/i, 'attempt'),
	rule(/\bas a rule\b/i, 'usually'),
	rule(/\bthe service (?:said|did|lets|gave|responded)\b/i, 'Microsoft Graph or Windows 365 as the subject'),
	rule(/\bswitch(?:es|ed)? (?:it |them )?(?:on|off)\b/i, 'turn on, turn off'),
	rule(/\b(?:do|does) not count\b/i, "aren't considered"),
	rule(/\bfor good\b/i, 'permanently'),
	rule(/\bas it is\b(?! shown)/i, 'unchanged'),
	rule(/\bcomes? near\b/i, 'approaches'),
	rule(/\bis no (?:image|resource|GUID|ID|JSON)\b/i, "isn't a valid"),
	rule(/\bgave (?:a|no|the)\b|\b(?:did not|does not|didn't|doesn't) give\b/i, 'returned, issued'),
	rule(/\b(?:does not|doesn't) know\b/i, "doesn't recognize"),
	rule(/\bpass(?:es|ed)? on\b/i, 'forward'),
	rule(/\btakes? (?:both |the passphrase |it )?(?:off|out)\b/i, 'remove, extract'),
	rule(/\bbelong together\b/i, 'match'),
	rule(/\bmet a fault\b|\bfault of its own\b/i, 'internal error'),
	rule(/\bnothing of (?:that|this|it)\b/i, 'none'),
	rule(/\bonce more\b/i, 'again'),
	rule(/\bbut for\b/i, 'except for'),
	rule(/\bthis n8n\b(?! instance)/i, 'this n8n instance, this version of n8n'),
	rule(/\bempty means\b/i, 'Leave empty to'),
	rule(/\bproves? (?:who|more)\b/i, 'authenticates, requires verification'),
	rule(/\bthe pres(?:et|ent) /i, 'default, current'),
	rule(/\bsigned in, but\b/i, 'Sign-in succeeded, but'),
	rule(/\b(?:was|were) made (?:for|with)\b/i, 'created, issued'),
	rule(/\bany ?more\b|\blast known of\b/i, 'was deleted, last known properties'),
	rule(/\b(?:any|every|other|which) end\b/i, 'final status'),
	rule(/\bis (?:always )?among\b/i, 'is included'),
	rule(/\bannounced as\b/i, 'scheduled for'),
];

/** What a page can say of other things: an agent that answers, a fault that a test plants. */
const interfaceOnly: readonly WordRule[] = [
	rule(/\banswer(?:s|ed)?\b(?! file)/i, 'response, returned'),
	rule(/\brefus(?:e|es|ed|al)\b/i, 'rejects'),
	rule(/\bfaults?\b/i, 'issue, error'),
	rule(/\bfailed with status\b/i, 'is temporarily unavailable (status …), returned status …'),
	rule(/\bthis Microsoft Graph\b(?! version)/i, 'this Microsoft Graph version or cloud'),
	rule(/\b(?:has|have) (?:not )?ended\b/i, 'has finished, has expired'),
	rule(/\b(?:count(?:s|ed)? as|not at all)\b/i, 'is, turns off'),
	rule(/\bfits?\b/i, 'matches'),
	rule(/\bby (?:it|them)sel(?:f|ves)\b/i, 'automatically'),
	rule(/\bnobody has\b/i, 'is missing'),
	rule(/\bthere is no token\b/i, "couldn't get an access token"),
	rule(/\basks? (?:beta|Graph|for a token)\b/i, 'uses, sends to, requests'),
].map((each) => ({ ...each, onlyInterface: true as const }));

/** Microsoft and n8n write US English; beginnings of words, in lower case. */
const british =
	/\b(?:cent(?:re)|licence|colour|behaviour|favour|catalogue|cancell|labell|modell|travell|grey\b|artefact|analys(?:e|ing)|whilst|amongst|towards|judgement|ageing|fulfil\b|programme\b|(?:synchron|organ|initial|author|recogn|optim|custom|summar|minim|maxim|normal|serial|util|general|real|special)is(?:e|ing|ation))/i;

export const wordRules: readonly WordRule[] = [...names, ...idiom, ...interfaceOnly, rule(british, 'US spelling')];

/** Returns the sentences of a text; a line break ends one, and an abbreviation does not. */
const sentencesOf = (text: string): string[] =>
	text
		.replace(/\b(e\.g|i\.e)\. /g, '$1 ')
		.split(/\n|(?<=[.!?:;]['")*]*)\s+(?=['"(*]*[\p{Lu}\d])/u)
		.filter((sentence) => sentence.trim() !== '');

const wordsIn = (sentence: string): number => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/**
 * Returns what is wrong with a text that users read, one sentence each; none when it is as it should be.
 *
 * @param text as it is shown; a value that is filled in counts as one word
 * @param kind a text of the interface, or of a page
 */
export function wordFaults(text: string, kind: 'interface' | 'page'): string[] {
	const broken = wordRules
		.filter(({ onlyInterface }) => kind === 'interface' || !onlyInterface)
		.flatMap(({ pattern, instead }) => {
			const [found] = pattern.exec(text) ?? [];
			return found === undefined ? [] : [`'${found}' (write: ${instead}) in: ${text}`];
		});
	const long = sentencesOf(text)
		.filter((sentence) => wordsIn(sentence) > maxSentenceWords)
		.map((sentence) => `${wordsIn(sentence)} words, ${maxSentenceWords} at most, in: ${sentence}`);
	return [...broken, ...long];
}
