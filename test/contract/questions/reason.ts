/** The message of an error and of its cause, without a stack. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { message, code } = error as NodeJS.ErrnoException;
	return message || code || error.name;
}
