import type { NodeApiError } from 'n8n-workflow';

export async function refusalOf(work: Promise<unknown>): Promise<NodeApiError> {
	return await work.then(
		() => {
			throw new Error('It was not refused');
		},
		(error: NodeApiError) => error,
	);
}
