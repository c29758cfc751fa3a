const ALL_PERMISSIONS = [
	'appmt_c',
	'appmt_r',
	'appmt_s',
	'appmt_u',
	'pat_c',
	'pat_r',
	'pat_s',
	'pat_u',
	'chrg_item_c',
	'chrg_item_r',
	'chrg_item_s',
	'acc_s',
	'prac_c',
	'prac_r',
	'prac_s',
	'loc_r',
	'loc_s',
	'enc_r',
	'enc_s',
	'val_set_r',
] as const;

/** Grantable instead of the full patient search. */
type RestrictedSearch = 'pat_s_id' | 'pat_s_name_dob_gen';

export type Permission = (typeof ALL_PERMISSIONS)[number] | RestrictedSearch;

/** Who may do what at this practice, and how often. All of it can be changed while running. */
export class Access {
	permissions = new Set<Permission>(ALL_PERMISSIONS);
	apiKeyActive = true;
	tokenLifetimeSeconds = { password: 3600, clientCredentials: 900 };
	callsPerMinute = 1250;
	/** What a 429 says where it says when to come back. */
	retryAfterSeconds = 60;
	/** Attributes this practice demands of a new patient on top of ModMed's own. */
	requiredOfPatients: string[] = [];

	grant(...permissions: Permission[]): void {
		for (const permission of permissions) this.permissions.add(permission);
	}

	revoke(...permissions: Permission[]): void {
		for (const permission of permissions) this.permissions.delete(permission);
	}

	reset(): void {
		this.permissions = new Set(ALL_PERMISSIONS);
		this.apiKeyActive = true;
		this.tokenLifetimeSeconds = { password: 3600, clientCredentials: 900 };
		this.callsPerMinute = 1250;
		this.retryAfterSeconds = 60;
		this.requiredOfPatients = [];
	}
}
