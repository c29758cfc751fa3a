// ES modules only, so it is bundled into this file's place in dist when the pack is built.
export { Client } from 'fhir-kit-client';
