import { testFormsOf } from './parameterFormsTests';

testFormsOf('trigger');
