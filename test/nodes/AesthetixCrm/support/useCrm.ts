import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { seed, startSandbox, type Sandbox } from '../../../../sandbox';
import { credentialOf } from './crmSandbox';
import { listOf, newExecution, runOne } from './runCrm';

/** A sandbox for the tests of one file, as new for each of them, with a contact to work on. */
export class CrmTests {
	sandbox!: Sandbox;
	/** The contact of Testa Sample, unless a test sets another. */
	contactId = '';
	private execution = '';

	get credential() {
		return credentialOf(this.sandbox);
	}

	/** What the node's next runs read, they do not know from earlier ones. */
	startNewExecution(): void {
		this.execution = newExecution();
	}

	/** Runs one operation on the contact. */
	async run(resource: string, operation: string, parameters: object): Promise<IDataObject> {
		const { contactId, credential, execution: executionId } = this;
		const all = { resource, operation, contactId, ...parameters } as INodeParameters;
		return await runOne(all, { credential, executionId });
	}

	/** Contact > Find for Testa Sample. */
	async findTesta(): Promise<IDataObject> {
		const { id: modMedPatientId, email, phone, firstName, lastName } = seed.PATIENTS.testa;
		const person = { modMedPatientId, email, phone, firstName, lastName };
		return await this.run('contact', 'find', { ...person, whenNotFound: 'create' });
	}

	/** Lets the CRM carry out the next such request, and loses its answer. */
	loseAnswer(method: string, path: string): void {
		this.sandbox.faults.add({ service: 'crm', method, path, action: { kind: 'loseAnswer' } });
	}
}

export function useCrm(): CrmTests {
	const crm = new CrmTests();
	beforeAll(async () => {
		crm.sandbox = await startSandbox();
	});
	beforeEach(async () => {
		crm.sandbox.reset();
		crm.startNewExecution();
		// The node caches what it knows of a location beyond a reset of the sandbox: read it again.
		for (const list of ['searchFields', 'searchPipelines', 'searchTags'] as const) {
			await listOf(list, {}, { credential: crm.credential });
		}
		crm.contactId = crm.sandbox.location.contactNamed('Testa Sample').id;
	});
	afterAll(async () => await crm.sandbox.stop());
	return crm;
}
