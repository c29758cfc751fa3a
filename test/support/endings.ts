import { createRunExecutionData, type ExecutionError, type IDataObject } from 'n8n-workflow';

import type { Ending } from './pollHarness';

/** An execution that ended with an error, as n8n reports it: the error as a plain object. */
export function endedWith(error: IDataObject, lastNodeExecuted = 'Set the fields'): Ending {
	const failure = error as unknown as ExecutionError;
	const resultData = { runData: {}, error: failure, lastNodeExecuted };
	return { status: 'error', data: createRunExecutionData({ resultData }) };
}

/** A bug in the workflow: the same event fails in the same way every time. */
export const POISON = endedWith({ name: 'ExpressionError', message: 'Testa Sample is not a date' });

/** A service is away. */
export const OUTAGE = endedWith({
	name: 'NodeApiError',
	message: 'The CRM is unavailable at the moment',
	context: { transient: true },
});
