import { restartedUpload } from './restartedUpload';

export const operationCase = restartedUpload('retryUpload', 'Retry Upload');
