import { testFormsOf } from './parameterFormsTests';

testFormsOf('otherChanges');
