import { testFormsOf } from './parameterFormsTests';

testFormsOf('reads');
