import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** Whatever n8n calls a node with, as far as ModMed is concerned. */
export type ModMedContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;
