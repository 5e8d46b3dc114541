import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';

/** An Adaptive Card as an example posts it, as far as tests read it. */
export interface TeamsCard {
	title: string;
	text: string;
	/** `title: value` */
	facts: string[];
	link: string;
}

interface Posted {
	type: string;
	attachments: Array<{
		contentType: string;
		content: {
			body: [{ text: string }, { text: string }, { facts: Array<{ title: string; value: string }> }];
			actions: [{ url: string }];
		};
	}>;
}

/** Returns what Microsoft's own parser says against a card of version 1.5. */
export function faultsOf(content: unknown): string[] {
	const context = new SerializationContext(Versions.v1_5);
	const card = new AdaptiveCard();
	card.parse(content, context);
	const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
	return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}

/**
 * Returns what a card says that was posted to a Teams webhook.
 * @throws Error when Teams would not take it: a Workflows webhook wants a message with one card as its attachment
 */
export function readCard(posted: unknown): TeamsCard {
	const { type, attachments } = posted as Posted;
	const [attachment, ...more] = attachments;
	if (type !== 'message' || more.length > 0 || attachment?.contentType !== 'application/vnd.microsoft.card.adaptive') {
		throw new Error('What was posted is no message with one card.');
	}
	const { content } = attachment;
	const faults = faultsOf(content);
	if (faults.length > 0) throw new Error(`Teams would not show the card: ${faults.join(' ')}`);
	const [{ text: title }, { text }, { facts }] = content.body;
	for (const fact of facts) {
		if (![fact.title, fact.value].every((each) => typeof each === 'string' && each !== '')) throw new Error(`A fact is no text: ${JSON.stringify(fact)}`);
	}
	return { title, text, facts: facts.map((fact) => `${fact.title}: ${fact.value}`), link: content.actions[0].url };
}
