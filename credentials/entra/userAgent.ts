import { packageVersion } from './packageVersion';

/** Names this package in every request to Microsoft Graph; parts of a batch have none unless they say so. */
export const userAgent = `n8n-nodes-cloudpc-device-image/${packageVersion}`;
