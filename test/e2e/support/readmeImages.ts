import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../docs/images');
const MOST_BYTES = 200_000;

/**
 * Takes the picture of the README again, with UPDATE_IMAGES=1 only: otherwise every run would change
 * it a little. The test that calls this checks that the page shows what the picture shows.
 */
export async function updateReadmeImage(
	name: string,
	take: (path: string) => Promise<unknown>,
): Promise<void> {
	if (process.env.UPDATE_IMAGES !== '1') return;
	await mkdir(FOLDER, { recursive: true });
	const path = join(FOLDER, `${name}.png`);
	await take(path);
	const { size } = await stat(path);
	if (size > MOST_BYTES) throw new Error(`${name}.png is too big for the README: ${size} bytes.`);
}
