import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { openNodeTypes, type NodeTypeOf } from './nodeTypes';

const FOLDERS = ['../workflows', '../workflows/examples'].map((name) => join(__dirname, name));

/**
 * A node as n8n's editor saves it: without parameters that are at their default or not shown. The
 * templates are kept in this form, so that saving one in the editor does not look like an edit. A
 * Category Mapper is meant to be edited, and of a sticky note only the words count.
 */
export function savedForm(node: INode, nodeTypeOf: NodeTypeOf): INode {
	if (/\.(categoryMapper|stickyNote)$/.test(node.type)) return node;
	const { description } = nodeTypeOf(node.type, node.typeVersion);
	const { pollTimes, ...own } = node.parameters;
	const kept = NodeHelpers.getNodeParameters(
		description.properties,
		own,
		false,
		false,
		node,
		description,
	);
	return { ...node, parameters: { ...(pollTimes !== undefined && { pollTimes }), ...kept } };
}

/** Every template and example, by its path. */
export async function templateFiles(): Promise<string[]> {
	const lists = await Promise.all(
		FOLDERS.map(async (folder) => {
			const files = await readdir(folder);
			return files.filter((file) => file.endsWith('.json')).map((file) => join(folder, file));
		}),
	);
	return lists.flat().sort();
}

async function tidy(): Promise<void> {
	const nodeTypeOf = await openNodeTypes();
	for (const file of await templateFiles()) {
		const text = await readFile(file, 'utf8');
		const template = JSON.parse(text) as { nodes: INode[] };
		const nodes = template.nodes.map((node) => savedForm(node, nodeTypeOf));
		const tidied = `${JSON.stringify({ ...template, nodes }, null, '\t')}\n`;
		if (tidied === text) continue;
		await writeFile(file, tidied);
		console.log(`Tidied ${file}`);
	}
}

if (require.main === module) void tidy();
