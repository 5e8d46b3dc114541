/** Reads header and claims of a JWT; nothing is verified. */
export function readJwt(jwt: string): Record<'header' | 'claims', Record<string, unknown>> {
	const [header = '', claims = ''] = jwt.split('.');
	const decode = (part: string): Record<string, unknown> =>
		JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
	return { header: decode(header), claims: decode(claims) };
}
