import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { asText } from '../../../domain/coerce';
import type { ConnectionError } from '../../shared/http/connectionError';
import { inTime } from '../../shared/http/inTime';
import type { RetryPolicy } from '../../shared/http/retry';
import { audited, recordAction } from '../../shared/auditTrail';
import { sendWithRetry } from '../../shared/http/retry';
import { auditedWrite, outcomeOfWrite } from './auditedWrite';
import { secretKey } from '../../shared/secretKey';
import type { Subject } from './explainRefusal';
import { explainRefusal } from './explainRefusal';
import type { CrmLocation } from './location';
import { locationOf } from './location';
import type { CrmResult, Refusal } from './refusal';
import {
	CANCELLED,
	isTooLarge,
	isTransient,
	neverReached,
	NOT_SENT,
	refusalWithoutAnswer,
} from './refusal';
import type { CrmContext, CrmRequest } from './send';
import { CRM_CREDENTIAL, sendOnce } from './send';
import { crmUrl } from './settings';

const RETRY: RetryPolicy = { tries: 3, maxWaitMs: 30_000 };

/**
 * Opens the location that the node's credential names.
 * @param deadline Unix time in milliseconds after which nothing is sent any more.
 */
export async function createClient(context: CrmContext, deadline = Infinity): Promise<CrmClient> {
	const credential = await context.getCredentials(CRM_CREDENTIAL);
	const locationId = asText(credential.locationId);
	const baseUrl = baseUrlOf(context, credential);
	if (locationId === '') {
		throw new NodeOperationError(context.getNode(), "The credential has no 'Location ID'", {
			description: 'Find it in the CRM under Settings > Business Profile.',
		});
	}
	const memoryKey = secretKey([asText(credential.privateIntegrationToken)], 'contact watch');
	return new CrmClient(context, locationOf(baseUrl, locationId), { deadline, memoryKey });
}

/** The requests of one node's run to one location of the CRM. */
export class CrmClient {
	/** A name that is not among what was cached before the run is looked up once more. */
	readonly startedAt = Date.now();
	readonly executionId: string;
	/** What a trigger remembers of contacts is hashed under it. */
	readonly memoryKey: Buffer;
	private readonly deadline: number;

	constructor(
		private readonly context: CrmContext,
		readonly location: CrmLocation,
		{ deadline, memoryKey }: { deadline: number; memoryKey: Buffer },
	) {
		this.deadline = deadline;
		this.memoryKey = memoryKey;
		this.executionId = context.getExecutionId() ?? '';
	}

	get node(): INode {
		return this.context.getNode();
	}

	/** The practice's time zone, as set for the workflow. */
	get zone(): string {
		return this.context.getTimezone();
	}

	/** The body of the answer. Throws a NodeApiError in plain words where the CRM refused. */
	async request(request: CrmRequest): Promise<Record<string, unknown>> {
		const result = await this.send(request);
		if (!result.ok) throw this.errorOf(result.refusal, request);
		return result.body;
	}

	/** The CRM's answer, whatever it is, after as many tries as are safe for this request. */
	async send(request: CrmRequest): Promise<CrmResult> {
		const write = auditedWrite(request, this.location.locationId);
		const work = async () => await this.sendAgainWhereSafe(request);
		return write ? await audited(this.context, write, work, outcomeOfWrite) : await work();
	}

	/** Records that a write whose answer was lost has been found to be carried out. */
	recordFound(request: CrmRequest, result: CrmResult): void {
		const write = auditedWrite(request, this.location.locationId);
		if (write) recordAction(this.context, write, outcomeOfWrite(result));
	}

	private async sendAgainWhereSafe(request: CrmRequest): Promise<CrmResult> {
		return await sendWithRetry(async () => await this.sendOnce(request), {
			policy: { ...RETRY, deadline: this.deadline },
			mayRetry: (result) => !result.ok && mayRepeat(request, result.refusal),
			askedWaitMs: () => 0,
		});
	}

	/** What another run may be reading for this one as well, but no longer than this one has time. */
	async inTime<Value>(reading: Promise<Value>, subject: Subject): Promise<Value> {
		if (this.deadline === Infinity) return await reading;
		const signal = AbortSignal.timeout(Math.max(0, this.deadline - Date.now()));
		const refusal = refusalWithoutAnswer(NOT_SENT);
		return await inTime(reading, signal, () => {
			throw this.errorOf(refusal, subject);
		});
	}

	errorOf(refusal: Refusal, subject: Subject): NodeApiError {
		const { message, description } = explainRefusal(refusal, subject);
		const httpCode = refusal.status === 0 ? undefined : String(refusal.status);
		const error = new NodeApiError(this.node, { message }, { message, description, httpCode });
		error.context.transient = isTransient(refusal);
		return error;
	}

	private async sendOnce(request: CrmRequest): Promise<CrmResult> {
		const result = await sendOnce(this.context, this.location, request, this.deadline);
		if (result.ok || result.refusal.code !== CANCELLED) return result;
		// n8n has ended the run. Another run may share what was being read, and reads it later.
		throw this.errorOf(result.refusal, request);
	}
}

function baseUrlOf(context: CrmContext, credential: ICredentialDataDecryptedObject): string {
	try {
		return crmUrl(credential);
	} catch (error) {
		const { message, description } = error as ConnectionError;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
}

/** A write is only repeated where the CRM cannot have carried it out; `writeOnce` does the rest. */
function mayRepeat({ method, onlyReads }: CrmRequest, refusal: Refusal): boolean {
	// The budget has waited already for as long as that helps.
	if (refusal.status === 429 || refusal.code === NOT_SENT || isTooLarge(refusal)) return false;
	if (neverReached(refusal)) return true;
	return (method === 'GET' || onlyReads === true) && isTransient(refusal);
}
