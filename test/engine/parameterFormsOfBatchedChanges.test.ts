import { testFormsOf } from './parameterFormsTests';

testFormsOf('batchedChanges');
