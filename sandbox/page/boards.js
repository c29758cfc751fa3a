import { el } from './dom.js';

export function renderBoards(target, state, select) {
	const cards = state.crm.contacts.flatMap((contact) =>
		contact.opportunities.map((opportunity) => ({ ...opportunity, contact })),
	);
	target.replaceChildren(
		...state.crm.pipelines.map((pipeline) =>
			el(
				'div',
				{ class: 'board' },
				el('h3', {}, pipeline.name),
				el(
					'div',
					{ class: 'stages' },
					...pipeline.stages.map((stage) => column(stage, pipeline, cards, select)),
				),
			),
		),
	);
}

function column(stage, pipeline, cards, select) {
	const here = cards.filter((card) => card.pipeline === pipeline.name && card.stage === stage);
	return el(
		'div',
		{ class: 'stage', 'data-stage': stage },
		el('h4', {}, stage, el('span', { class: 'count' }, here.length ? String(here.length) : '')),
		...here.map((card) =>
			el('button', { class: 'opportunity', onclick: () => select(card.contact.id) }, card.name),
		),
	);
}
