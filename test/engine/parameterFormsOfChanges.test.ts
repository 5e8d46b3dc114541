import { testFormsOf } from './parameterFormsTests';

testFormsOf('changes');
