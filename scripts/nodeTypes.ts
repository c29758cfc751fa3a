import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { INodeType, IVersionedNodeType } from 'n8n-workflow';

import manifest from '../package.json';
import { locateHost } from './n8n/locate';

type NodeClass = new () => INodeType | IVersionedNodeType;

const requireFile = createRequire(__filename);
const PLAIN = 'n8n-nodes-base.';
const PACK = join(__dirname, '..');

/** The name of a node type and its version to the node. */
export type NodeTypeOf = (type: string, version: number) => INodeType;

/** Node types by their full name: this pack's, built or as they stand, and n8n's from the real n8n. */
export async function openNodeTypes(own: 'dist' | 'source' = 'dist'): Promise<NodeTypeOf> {
	const { root } = await locateHost();
	const plain = plainNodes(root);
	const known = new Map<string, INodeType | IVersionedNodeType>();
	const open = (type: string) => {
		const [, name = ''] = type.split('.');
		return type.startsWith(PLAIN) ? load(plain.get(name.toLowerCase()), type) : openOwn(name, own);
	};
	return (type, version) => {
		const node = known.get(type) ?? open(type);
		known.set(type, node);
		return 'nodeVersions' in node ? node.getNodeType(version) : node;
	};
}

function openOwn(name: string, from: 'dist' | 'source'): INodeType | IVersionedNodeType {
	const file = manifest.n8n.nodes.find((path) => basename(path).toLowerCase() === fileOf(name));
	const source = file?.replace(/^dist/, '.').replace(/\.js$/, '.ts');
	return load(file && join(PACK, from === 'dist' ? file : (source ?? '')), name);
}

function load(file: string | undefined, type: string): INodeType | IVersionedNodeType {
	if (!file) throw new Error(`There is no node type ${type}`);
	const classes = requireFile(file) as Record<string, NodeClass>;
	const found = classes[basename(file).replace(/\.node\.[jt]s$/, '')];
	if (!found) throw new Error(`${file} does not hold the node it is named after`);
	return new found();
}

function plainNodes(root: string): Map<string, string> {
	const base = join(root, 'node_modules/n8n-nodes-base');
	const { n8n } = requireFile(join(base, 'package.json')) as { n8n: { nodes: string[] } };
	return new Map(
		n8n.nodes.map((path) => [
			basename(path).replace('.node.js', '').toLowerCase(),
			join(base, path),
		]),
	);
}

function fileOf(name: string): string {
	return `${name}.node.js`.toLowerCase();
}
