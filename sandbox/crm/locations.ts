import type { Answer } from '../http/exchange';
import type { CrmWorld } from './world';

export function getLocation(world: CrmWorld): Answer {
	const { locationId, locationName, timezone } = world.identity;
	const { allowDuplicateContact, allowDuplicateOpportunity } = world.settings;
	const location = {
		id: locationId,
		companyId: 'SandboxCompany000001',
		name: locationName,
		city: 'Boca Raton',
		state: 'FL',
		country: 'US',
		timezone,
		settings: {
			allowDuplicateContact,
			allowDuplicateOpportunity,
			allowFacebookNameMerge: false,
			disableContactTimezone: false,
		},
	};
	return { status: 200, body: { location } };
}
