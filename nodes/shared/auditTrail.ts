import type { FunctionsBase } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

/** The name that each line of the audit trail begins with in n8n's log. */
export const AUDIT_TRAIL = 'n8n-nodes-modmed-aesthetix.audit';

/** What is about to be changed in a service: IDs and the names of fields, never their values. */
export interface AuditedAction {
	service: 'aesthetixCrm' | 'modMed';
	/** The resource and what happens to it, such as `contact.update`. */
	action: string;
	[idOrNames: string]: string | string[];
}

/** What came of it, with the IDs that only the answer tells. */
export interface AuditedOutcome {
	/** `unknown` where no answer says whether it was done. */
	outcome: 'done' | 'refused' | 'unknown';
	[id: string]: string;
}

type AuditContext = Pick<FunctionsBase, 'logger' | 'getNode' | 'getWorkflow' | 'getExecutionId'>;

/**
 * Does something in a service and writes one line about it on n8n's log, whatever comes of it: who
 * has to account for each change of a patient's record finds it there (45 CFR 164.312(b)).
 */
export async function audited<Result>(
	context: AuditContext,
	action: AuditedAction,
	work: () => Promise<Result>,
	outcomeOf: (result: Result) => AuditedOutcome,
): Promise<Result> {
	const attempt = work();
	await attempt.then(
		(result) => recordAction(context, action, outcomeOf(result)),
		(error: unknown) => recordAction(context, action, outcomeOfError(error)),
	);
	return await attempt;
}

/** Without an HTTP status nobody knows whether it was done, such as when n8n ended the run. */
function outcomeOfError(error: unknown): AuditedOutcome {
	const isRefused = error instanceof NodeApiError && Number(error.httpCode) > 0;
	return { outcome: isRefused ? 'refused' : 'unknown' };
}

/** The record is part of the message, since n8n's text format leaves everything else out. */
export function recordAction(
	context: AuditContext,
	action: AuditedAction,
	outcome: AuditedOutcome,
): void {
	const record = {
		time: new Date().toISOString(),
		workflowId: context.getWorkflow().id,
		executionId: context.getExecutionId(),
		node: context.getNode().name,
		...action,
		...outcome,
	};
	context.logger.info(`${AUDIT_TRAIL} ${JSON.stringify(record)}`);
}
