/** Returns what n8n stores when something is chosen by its ID. */
export const byId = (value: string): { __rl: true; mode: string; value: string } => ({ __rl: true, mode: 'id', value });
