import { restartedUpload } from './restartedUpload';

export const operationCase = restartedUpload('reupload', 'Reupload');
