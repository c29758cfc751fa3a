import type { Dto } from './dto';

const common: Dto['allowed'] = {
	firstName: 'text',
	lastName: 'text',
	name: 'text',
	email: 'text',
	phone: 'text',
	address1: 'text',
	city: 'text',
	state: 'text',
	postalCode: 'text',
	website: 'text',
	timezone: 'text',
	dnd: 'boolean',
	dndSettings: 'object',
	inboundDndSettings: 'object',
	tags: 'texts',
	customFields: 'list',
	source: 'text',
	dateOfBirth: 'text',
	country: 'text',
	assignedTo: 'text',
};

const onlyNew: Dto['allowed'] = { locationId: 'text', gender: 'text', companyName: 'text' };

export const createDto: Dto = {
	allowed: { ...common, ...onlyNew },
	required: ['locationId'],
};

/** Neither gender nor location can be changed afterwards. */
export const updateDto: Dto = { allowed: common };

export const upsertDto: Dto = {
	allowed: { ...common, ...onlyNew, createNewIfDuplicateAllowed: 'boolean' },
	required: ['locationId'],
};
