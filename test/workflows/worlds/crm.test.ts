import { worldsOf } from './worldsOf';

worldsOf('crm');
