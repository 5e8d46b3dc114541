import { faultsOf, readCard } from '../n8n/teamsCard';

const card = {
	type: 'AdaptiveCard',
	version: '1.5',
	body: [
		{ type: 'TextBlock', color: 'Attention', text: 'Upload failed' },
		{ type: 'TextBlock', text: 'Run sysprep.' },
		{ type: 'FactSet', facts: [{ title: 'Status', value: 'failed' }] },
	],
	actions: [{ type: 'Action.OpenUrl', title: 'Open Intune', url: 'https://intune.microsoft.com' }],
};
const posted = (content: object) => ({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] });

describe('a card for Teams', () => {
	it('is read when it is right', () => {
		expect(faultsOf(card)).toEqual([]);
		expect(readCard(posted(card))).toEqual({ title: 'Upload failed', text: 'Run sysprep.', facts: ['Status: failed'], link: 'https://intune.microsoft.com' });
	});

	it.each<[string, object, string]>([
		['a color that Teams does not know', { ...card, body: [{ type: 'TextBlock', color: 'Red', text: 'x' }] }, 'Invalid value "Red"'],
		['an element that Teams does not know', { ...card, body: [{ type: 'Chart' }] }, 'Unknown element type "Chart"'],
		['a link without an address', { ...card, actions: [{ type: 'Action.OpenUrl', title: 'Open' }] }, 'Property "url" must be set'],
	])('is refused with %s', (_, content, fault) => {
		expect(faultsOf(content).join()).toContain(fault);
		expect(() => readCard(posted(content))).toThrow(fault);
	});

	it('is refused with a fact that is no text, and without its envelope', () => {
		const [title, text] = card.body;
		const content = { ...card, body: [title, text, { type: 'FactSet', facts: [{ title: 'Count', value: 2 }] }] };
		expect(() => readCard(posted(content))).toThrow('A fact is no text');
		expect(() => readCard({ type: 'message', attachments: [{ contentType: 'text/html', content: card }] })).toThrow('no message with one card');
	});
});
