import { asRecord, asRecords, asText } from '../coerce';

/** The rows of each Category Mapper in a workflow, as one text that can be compared. */
export function mapperRows(workflow: unknown): string[] {
	return asRecords(asRecord(workflow).nodes)
		.filter(({ type }) => asText(type).endsWith('.categoryMapper'))
		.map(({ parameters }) => {
			const rows = asRecords(asRecord(asRecord(parameters).mappings).mapping);
			return rows
				.map(({ appointmentType, category }) => `${asText(appointmentType)} → ${asText(category)}`)
				.sort()
				.join('\n');
		});
}
