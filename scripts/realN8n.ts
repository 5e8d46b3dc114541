/** Everything needed to run the package in a real n8n. */
export { installN8n, n8nVersion, type InstalledN8n } from './installN8n';
export { startN8n, type N8nHost } from './n8nHost';
export type { Execution, Owner, PlainCredential, StoredWorkflow, WorkflowFile } from './n8nTypes';
export { buildPackage, installTarball, packPackage, unpackTarball } from './packPackage';
