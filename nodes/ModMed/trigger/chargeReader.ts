import type { Charge } from '../../../domain/charge/charge';
import { trackedChargeFields, isStanding } from '../../../domain/charge/charge';
import type { ResourceState } from '../../../domain/changes/findChanges';
import { readCharge } from '../../../domain/charge/readCharge';
import { asRecord } from '../../../domain/coerce';
import { asItem } from '../actions/parameters';
import { chargeRecord } from '../resources/chargeDetails';
import type { Content, EventReader } from './eventReaders';

/** ModMed does not say when a charge has changed: its time is that of its posting. */
export const chargeReader: EventReader = {
	resourceType: 'ChargeItem',
	// There is no search by change.
	search: () => ({}),
	read(resource, base) {
		const charge = readCharge(resource, base);
		const isReadable = charge && charge.patientId && charge.postedAt && charge.cents !== null;
		return isReadable ? readingOf(charge, resource) : undefined;
	},
	async fullData(_node, client, { resource }) {
		return { charge: asItem(chargeRecord(resource, client.baseUrl)) };
	},
};

function readingOf(charge: Charge, resource: unknown): ResourceState<Content> {
	return {
		resourceType: 'ChargeItem',
		id: charge.id,
		subject: charge.patientId,
		lastUpdated: charge.postedAt,
		created: charge.postedAt,
		trackedFields: trackedChargeFields(charge),
		payload: { resource: asRecord(resource), passes: () => isStanding(charge) },
	};
}
