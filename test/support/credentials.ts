import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
} from 'n8n-workflow';
import { ICredentialsHelper } from 'n8n-workflow';

/** What each credential type holds, by its name. Tokens renewed during a test are found here. */
export type CredentialStore = Record<string, ICredentialDataDecryptedObject>;

/**
 * Credentials with the semantics of n8n's own helper: the token is fetched while there is none,
 * anew when a request was refused, and then saved.
 */
export class TestCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: ICredentialType[],
		readonly store: CredentialStore,
	) {
		super();
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getParentTypes(): string[] {
		return [];
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeOf(typeName);
		const expirable = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		);
		if (!expirable || !type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = (await type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		Object.assign(this.dataOf(typeName), output);
		return Object.assign(credentials, output);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		throw new Error(`${typeName} does not authenticate by a function`);
	}

	async getDecrypted(
		_additionalData: unknown,
		_details: INodeCredentialsDetails,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject> {
		return { ...this.dataOf(typeName) };
	}

	async getCredentials(): Promise<never> {
		throw new Error('Not needed in tests');
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(typeName: string) {
		return this.typeOf(typeName).properties;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	private typeOf(name: string): ICredentialType {
		const type = this.types.find((candidate) => candidate.name === name);
		if (!type) throw new Error(`No credential type ${name}`);
		return type;
	}

	private dataOf(typeName: string): ICredentialDataDecryptedObject {
		const data = this.store[typeName];
		if (!data) throw new Error(`No credential of type ${typeName}`);
		for (const { name, default: value } of this.typeOf(typeName).properties) {
			data[name] ??= value as string;
		}
		return data;
	}
}
