// Bundled into this file's place in dist when the pack is built: n8n installs no dependencies.
export { LRUCache } from 'lru-cache';
