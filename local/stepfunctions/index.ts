/**
 * The public API of the local Step Functions runtime: the Amazon States Language in the JSONata dialect, behind the API
 * of AWS Step Functions. Lighter entries are `files.ts`, `retry.ts` and, for tests, `testing.ts`.
 */

// The service: an engine, its store and its API, started together.
export {
  openStore,
  startStepFunctions,
  type StepFunctions,
  type StepFunctionsOptions,
} from './runtime/step-functions.ts';
export { FailureRule } from './runtime/failure-rule.ts';
export { observers } from './runtime/observers.ts';
export { KEEP_DAYS, prune, pruneStore } from './runtime/prune.ts';
export { openRecordedExecutions, type RecordedExecutions } from './runtime/recorded-executions.ts';
export { TaskLog } from './adapters/task-log.ts';
export type { FunctionHandler, HostedFunction, HostedFunctions } from './adapters/lambda/hosted-function.ts';

// Parts of the service, for custom compositions.
export { createEngine } from './interpreter/engine.ts';
export type { Engine, EngineOptions, ExecutionDescription } from './interpreter/engine-api.ts';
export type { Definition } from './interpreter/definition/model.ts';
export { startApi } from './api/server.ts';
export type { ApiContext } from './api/operations/operation.ts';
export { FileStore } from './adapters/file-store/file-store.ts';
export { ParameterStore, type StoredParameter, type StoredParameters } from './adapters/parameter-store.ts';
export { createDynamodbTasks } from './adapters/dynamodb/dynamodb-tasks.ts';
export { createLambdaHost } from './adapters/lambda/lambda-host.ts';
export { createLambdaInvoker } from './adapters/lambda/lambda-invoker.ts';
export { createNestedExecutions } from './adapters/nested-executions.ts';
export { createStepFunctionsTasks } from './adapters/step-functions-tasks.ts';
export { createTaskInvoker } from './adapters/task-invoker.ts';

// The ports of the engine, and their adapters.
export type {
  Clock,
  EngineObserver,
  ExecutionStore,
  Random,
  Sandbox,
  TaskCall,
  TaskInvoker,
  TaskOutcome,
} from './interpreter/ports.ts';
export { nodeHash } from './adapters/hash.ts';
export { systemRandom } from './adapters/random.ts';
export { RealClock } from './adapters/real-clock.ts';

// Histories and records.
export type { HistoryEvent } from './interpreter/history/event.ts';
export { toWireEvent } from './interpreter/history/wire-event.ts';
export type { ExecutionRecord, StateMachineSnapshot } from './interpreter/records.ts';
export { ServiceError } from './interpreter/service-errors.ts';

// Helpers for other servers.
export { closeServer, listenOnLoopback } from './adapters/loopback.ts';
export { isFromWebPage } from './adapters/web-page.mjs';
export { ApiError } from './api/protocol/api-error.ts';
export { parseBody } from './api/protocol/json-protocol.ts';
export { readBody } from './api/protocol/read-body.ts';
export { Closers, opening, settleAll } from './runtime/closers.ts';

// The lighter entries.
export * from './files.ts';
export * from './retry.ts';
