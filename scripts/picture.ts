// npm run picture: draws the house from its imports into CONTRIBUTING.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readImports } from './house/imports';
import { drawHouse, withPicture } from './house/picture';

const FILE = join(__dirname, '../CONTRIBUTING.md');

writeFileSync(FILE, withPicture(readFileSync(FILE, 'utf8'), drawHouse(readImports())));
