import type { Charge } from '../../../domain/charge';
import { chargeParts, isStanding } from '../../../domain/charge';
import type { Reading } from '../../../domain/findChanges';
import { readCharge } from '../../../domain/readCharge';
import { asRecord } from '../../../domain/tolerant';
import { asItem } from '../actions/parameters';
import { chargeFile } from '../chargeFile';
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
		return { charge: asItem(chargeFile(resource, client.baseUrl)) };
	},
};

function readingOf(charge: Charge, resource: unknown): Reading<Content> {
	return {
		resourceType: 'ChargeItem',
		id: charge.id,
		subject: charge.patientId,
		lastUpdated: charge.postedAt,
		created: charge.postedAt,
		parts: chargeParts(charge),
		content: { resource: asRecord(resource), passes: () => isStanding(charge) },
	};
}
