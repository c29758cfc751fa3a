import type { INode } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../../../credentials/AesthetixCrmApi.credentials';
import { parseWatched } from '../../../../domain/changes/contactWatch';
import { AesthetixCrmTrigger } from '../../../../nodes/AesthetixCrm/AesthetixCrmTrigger.node';
import type { Sandbox } from '../../../../sandbox';
import { PollHarness } from '../../../support/pollHarness';
import { credentialOf } from './crmSandbox';

/** A published workflow with an Aesthetix CRM Trigger. */
export function crmPoller(sandbox: Sandbox, parameters: INode['parameters']): PollHarness {
	return new PollHarness(parameters, undefined, {
		type: 'aesthetixCrmTrigger',
		nodeTypes: { aesthetixCrmTrigger: new AesthetixCrmTrigger() },
		credentialTypes: [new AesthetixCrmApi()],
		credentials: { aesthetixCrmApi: credentialOf(sandbox) },
	});
}

/** The IDs of the contacts that a trigger remembers. */
export function watchedIn(poller: PollHarness): string[] {
	return Object.keys(parseWatched(String(poller.state.seen))).sort();
}

export const TAG_ADDED = {
	event: 'tagAdded',
	tag: { __rl: true, mode: 'name', value: 'ModMed Create' },
};

export function fieldChanged(name: string): INode['parameters'] {
	return { event: 'fieldChanged', field: { __rl: true, mode: 'name', value: name } };
}
