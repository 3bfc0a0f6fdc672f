import type { TaskInvoker } from '../ports.ts';
import type { Quotas } from '../quotas.ts';
import type { Program } from './model.ts';
import type { ObjectReader } from './reader.ts';

/** The context in which a definition is loaded. */
export interface LoadContext {
  readonly quotas: Quotas;
  readonly refusal: TaskInvoker['refusal'];
  /** EXPRESS refuses a Distributed Map. */
  readonly type: 'STANDARD' | 'EXPRESS';
}

/** The state that readers share while a definition is loaded. */
export interface Loading {
  readonly context: LoadContext;
  /** `QueryLanguage` of the state machine, the default of its states. */
  readonly queryLanguage: string;
  /** Labels of the Distributed Maps read so far. */
  readonly labels: Set<string>;
  /** Reads `StartAt` and `States`. `outer` are the variables of enclosing programs: readable, not assignable. */
  program(reader: ObjectReader, outer?: readonly string[]): Program | undefined;
}
