import { worldsOf } from './worldsOf';

worldsOf('modMed');
