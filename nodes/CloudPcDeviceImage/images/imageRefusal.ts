/** A rule about images forbids what was asked for, or cannot decide it; nothing was changed. */
export class ImageRefusal extends Error {
	/** @param message what happened; @param description why, and what to do */
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
