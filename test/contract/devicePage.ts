import type { AxiosInstance } from 'axios';

/**
 * Does what a person does who was told where to sign in.
 *
 * @param http reaches the local Graph
 * @param words what the device shows, with page and code
 * @param decision of the person
 */
export async function answerOnDevicePage(
	http: AxiosInstance,
	words: string,
	decision: 'accept' | 'deny',
): Promise<void> {
	const [, page, code] = /page (\S+) and enter the code (\w+)/.exec(words) ?? [];
	if (!page || !code) throw new Error(`No page and code in: ${words}`);
	const { data: question } = await http.get<string>(`${page}?code=${code}`);
	const target = /action="([^"]*)"/.exec(question)?.[1];
	if (!target) throw new Error(`No question on: ${question}`);
	await http.post(target, new URLSearchParams({ decision }));
}
