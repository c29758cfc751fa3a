import { readWatchEntry } from '../../../domain/changes/contactWatch';
import { getContactIfExists } from '../resources/contact/contactRequests';
import type { CrmClient } from '../transport/client';
import type { WatchState } from './state';
import type { Watch } from './watch';

/**
 * Forgets the contacts whose tag is off since it was delivered, so that it counts when it is put
 * on again. Where one of our own nodes took it off, it is forgotten even if it is on by now:
 * somebody has put it on again.
 */
export async function forgetGone(crm: CrmClient, watch: Watch, state: WatchState): Promise<void> {
	for (const [id, entry] of Object.entries(state.seen)) {
		const { hash: mark, uncheckedSince } = readWatchEntry(entry);
		if (watch.tag === undefined || uncheckedSince === undefined) continue;
		const wasTakenOff = crm.location.tagHistory.wasRemovedSince(id, watch.tag, uncheckedSince);
		const contact = wasTakenOff ? undefined : await getContactIfExists(crm, id);
		if (contact && watch.mark(contact) === mark) {
			state.seen[id] = mark;
			continue;
		}
		if (!wasTakenOff) crm.location.tagHistory.noteAbsent(id, watch.tag);
		delete state.seen[id];
	}
}
