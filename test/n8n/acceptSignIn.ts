/**
 * Presses Accept on the sign-in page of the local Graph.
 *
 * @param page its address
 * @returns the address that it sends the browser back to
 */
export async function accept(page: string): Promise<string> {
	const answer = await fetch(page, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({ decision: 'accept' }),
	});
	return answer.headers.get('location') ?? '';
}
