import { testFormsOf } from './parameterFormsTests';

testFormsOf('creation');
