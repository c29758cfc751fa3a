import { mapperRows } from '../../domain/template/mapperRows';
import type { TemplateLock } from '../../domain/template/templateLock';
import { changesSince } from '../../domain/template/templateLock';
import { asRecord, asText } from '../../domain/coerce';

export interface Verdict {
	workflowId: string;
	workflow: string;
	unchanged: boolean;
	/** Names of the nodes that differ, with what happened to them. */
	changed: string[];
	todo: string;
}

const RESTORE =
	'Import the template again to restore it, then enter the rows of its Category Mapper again.';

const READ_IT =
	"Connect n8n's own node before this one ('n8n > Workflow > Get'), and check its credential.";

/** One verdict a workflow, in the order of the workflows. */
export function verify(
	workflows: readonly unknown[],
	locks: ReadonlyMap<string, TemplateLock>,
): Verdict[] {
	const rows = new Set(workflows.flatMap(mapperRows));
	return workflows.map((workflow) => {
		const { id, name, nodes, workflowId } = asRecord(workflow);
		const about = { workflowId: asText(id ?? workflowId), workflow: asText(name) };
		const lock = locks.get(about.workflowId);
		if (!Array.isArray(nodes)) {
			return { ...about, unchanged: false, changed: ['could not be read'], todo: READ_IT };
		}
		if (!lock) {
			return {
				...about,
				unchanged: true,
				changed: [],
				todo: 'Not compared: this is not a locked template.',
			};
		}
		const changed = changesOf(lock, workflow);
		const unchanged = changed.length === 0;
		const differs = rows.size > 1 && mapperRows(workflow).length > 0;
		return { ...about, unchanged, changed, todo: unchanged ? hint(differs) : RESTORE };
	});
}

/** What runs, which is the published version where there is one, and what is being edited. */
function changesOf(lock: TemplateLock, workflow: unknown): string[] {
	const { activeVersion, settings } = asRecord(workflow);
	const edited = changesSince(lock, workflow);
	const { nodes, connections } = asRecord(activeVersion);
	if (!Array.isArray(nodes)) return edited;
	const published = changesSince(lock, { nodes, connections, settings });
	const drafted = edited.filter((change) => !published.includes(change));
	return [...published, ...drafted.map((change) => `${change}, not published yet`)];
}

function hint(mappersDiffer: boolean): string {
	return mappersDiffer
		? 'The Category Mappers of these workflows list different appointment types: copy the right one over the others.'
		: '';
}
