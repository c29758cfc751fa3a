import { SCOPES, type Scope } from './types';

/** What an administrator of the CRM location can set; all of it can be changed while running. */
export class CrmSettings {
	scopes = new Set<Scope>(SCOPES);
	tokenActive = true;
	allowDuplicateContact = false;
	allowDuplicateOpportunity = false;
	/** Which of two matching contacts wins an upsert. */
	matchFirstBy: 'email' | 'phone' = 'email';
	/** How long a change takes to reach the search. */
	searchLagMs = 0;
	burst = { max: 100, intervalMs: 10_000 };
	dailyMax = 200_000;

	grant(...scopes: Scope[]): void {
		for (const scope of scopes) this.scopes.add(scope);
	}

	revoke(...scopes: Scope[]): void {
		for (const scope of scopes) this.scopes.delete(scope);
	}

	reset(): void {
		Object.assign(this, new CrmSettings());
	}
}
