// Run by n8n's own Node: what the triggers need of n8n beyond its documented interface.
const { createRequire } = require('node:module');

const load = createRequire(process.argv[2]);
const { PollContext } = load('n8n-core');
const { Workflow } = load('n8n-workflow');
const { createDeferredPromise } = load('@n8n/utils/promise/deferred-promise');
const factoryFile = './dist/workflows/triggers/trigger-execution-context.factory.js';
const { TriggerExecutionContextFactory } = createRequire(load.resolve('n8n/package.json'))(
	factoryFile,
);

const node = {
	id: 'trigger',
	name: 'Trigger',
	type: 'test.trigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const nodeTypes = { getByNameAndVersion: () => ({ description: { properties: [] } }) };
const workflow = new Workflow({
	id: 'workflow',
	nodes: [node],
	connections: {},
	active: true,
	nodeTypes,
	settings: { executionTimeout: 240 },
});
const run = { status: 'success', finished: true, jobId: '7' };

/** n8n's own context for a poll, with nothing behind it that would run a workflow. */
function contextOf(fence) {
	const factory = Object.assign(Object.create(TriggerExecutionContextFactory.prototype), {
		logger: {
			debug() {},
			error(message) {
				throw new Error(message);
			},
		},
		globalConfig: { scheduler: { pollTimeoutSeconds: 45, leaseDurationSeconds: 60 } },
		engineV2ActiveTriggers: { handles: () => false },
		workflowStaticDataService: { saveStaticData: async () => {} },
		workflowExecutionService: { runWorkflow: async () => 'execution-1' },
		pollCursorService: { resolveCursor: async () => ({ migrated: false }) },
		activeExecutions: { getPostExecutePromise: async () => run },
	});
	const data = { id: 'workflow' };
	const functionsFor = factory.getExecutePollFunctions(
		data,
		{},
		'trigger',
		'update',
		async () => data,
		fence,
	);
	return functionsFor(workflow, node, {}, 'trigger', 'update');
}

async function main() {
	const context = contextOf();
	const done = createDeferredPromise();
	context.__emit([[{ json: {} }]], undefined, done);
	console.log(
		JSON.stringify({
			isPollContext: context instanceof PollContext,
			functions: ['__emit', '__emitError', 'getPollBudgetMs', 'getWorkflowSettings'].map(
				(name) => typeof context[name],
			),
			createsDeferred: typeof context.helpers.createDeferredPromise,
			ended: await done.promise,
			budgetMs: context.getPollBudgetMs(),
			durableBudgetMs: contextOf({ taskId: '1', leaseEpoch: 1 }).getPollBudgetMs(),
			settings: context.getWorkflowSettings(),
		}),
	);
	process.exit();
}

void main();
