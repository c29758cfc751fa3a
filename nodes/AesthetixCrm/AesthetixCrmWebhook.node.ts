import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { CRM_CREDENTIAL } from './transport/send';
import { asText } from '../../domain/coerce';
import { contactCalledFor } from './webhook/contactCalledFor';
import { isAllowed, isTooShort } from './webhook/webhookSecret';

/** No help to an attacker: with such a secret nobody is let in. */
const SECRET_TOO_SHORT =
	"Not allowed: the 'Webhook Secret' of the credential has fewer than 16 characters";
const HEADER = 'X-Webhook-Secret';

/**
 * n8n's own Webhook node would hand on all that is sent, the header with the secret included, and
 * n8n writes a trigger's items into its database before a run, whatever its settings say.
 */
export class AesthetixCrmWebhook implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Aesthetix CRM Webhook',
		name: 'aesthetixCrmWebhook',
		icon: { light: 'file:../../icons/aesthetix.svg', dark: 'file:../../icons/aesthetix.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["path"] }}',
		description:
			"Starts the workflow when a workflow of Aesthetix CRM calls it. Keeps only the contact's ID.",
		defaults: { name: 'Aesthetix CRM Webhook' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aesthetixCrmApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: '={{ $parameter["path"] }}',
				isFullPath: true,
			},
		],
		properties: [
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: 'aesthetix-crm',
				required: true,
				description: "The end of the URL that the CRM's workflow calls",
			},
			{
				displayName: `In the CRM, add a 'Webhook' action (POST) with the production URL and the header ${HEADER}: the 'Webhook Secret' of the credential. Without a secret of at least 16 characters every call is refused.`,
				name: 'notice',
				type: 'notice',
				default: '',
			},
		],
	};

	/** The address is entered in the CRM by hand: it cannot be registered there. */
	webhookMethods = {
		default: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const credential = await this.getCredentials(CRM_CREDENTIAL);
		const given = this.getHeaderData()[HEADER.toLowerCase()];
		const secret = asText(credential.webhookSecret);
		if (!isAllowed(given, secret)) {
			const message = isTooShort(secret) ? SECRET_TOO_SHORT : 'Not allowed';
			this.getResponseObject().status(403).json({ message });
			return { noWebhookResponse: true };
		}
		const contactId = contactCalledFor(this.getBodyData(), asText(credential.locationId));
		// Nothing to be done is no failure of the call, but it is no run either.
		if (contactId === '') return { webhookResponse: { message: 'No contact' } };
		return { workflowData: [[{ json: { contactId } }]] };
	}
}
