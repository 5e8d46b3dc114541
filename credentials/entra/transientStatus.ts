/**
 * Returns whether an HTTP status says that a service is busy or out of order for a while: Graph, Entra and identity endpoints
 * alike. 501 is none: what a service does not offer, time does not bring.
 * Source: https://learn.microsoft.com/graph/errors, RFC 9110
 */
export const isTransientStatus = (status: number): boolean =>
	status === 408 || status === 429 || (status >= 500 && status !== 501);
