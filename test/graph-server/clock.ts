/** The server's time. It starts at the machine's time and can be moved and sped up. */
export class Clock {
	private anchorReal = Date.now();
	private anchorClock = this.anchorReal;
	private speed = 1;

	/** @returns The time on this clock. */
	now(): Date {
		return new Date(this.anchorClock + (Date.now() - this.anchorReal) * this.speed);
	}

	/** @param ms Milliseconds to jump ahead, at once. */
	advance(ms: number): void {
		this.anchorClock += ms;
	}

	/** @param factor 1 is real time, 60 makes a minute pass in a second, 0 stops the clock. */
	setSpeed(factor: number): void {
		this.anchorClock = this.now().getTime();
		this.anchorReal = Date.now();
		this.speed = factor;
	}
}
