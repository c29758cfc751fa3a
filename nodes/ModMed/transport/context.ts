import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** What n8n gives to an operation, a list of options or a poll. */
export type ModMedContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;
