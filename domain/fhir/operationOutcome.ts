import { asRecord, asRecords, asText } from '../coerce';

/**
 * Every text of an OperationOutcome: its sentences, and the elements they are about. It may repeat
 * what was sent, so it is to be searched and never to be shown.
 * Source: https://hl7.org/fhir/R4/operationoutcome.html
 * @example issueTexts({ issue: [{ diagnostics: 'Bad zip', expression: ['Patient.address'] }] })
 * // ['Bad zip', 'Patient.address']
 */
export function issueTexts(outcome: unknown): string[] {
	return asRecords(asRecord(outcome).issue)
		.flatMap((issue) => {
			const { text, coding } = asRecord(issue.details);
			const displays = asRecords(coding).map(({ display }) => display);
			return [text, issue.diagnostics, ...displays, issue.expression, issue.location].flat();
		})
		.map(asText)
		.filter((text) => text !== '');
}
