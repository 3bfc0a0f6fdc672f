import type { TaskInvoker } from '../ports.ts';
import type { Quotas } from '../quotas.ts';
import type { Program } from './model.ts';
import type { ObjectReader } from './reader.ts';

/** What a definition is loaded for. */
export interface LoadContext {
  readonly quotas: Quotas;
  readonly refusal: TaskInvoker['refusal'];
  /** A Distributed Map is refused in an EXPRESS state machine. */
  readonly type: 'STANDARD' | 'EXPRESS';
}

/** What the readers of states share while one definition is loaded. */
export interface Loading {
  readonly context: LoadContext;
  /** `QueryLanguage` of the state machine, which is that of every state without its own. */
  readonly queryLanguage: string;
  /** Labels of the Distributed Maps so far. */
  readonly labels: Set<string>;
  /**
   * Reads `StartAt` and `States`. `outer` are the variables that the programs around this one assign, which
   * its states may read but not assign; default: there are none.
   */
  program(reader: ObjectReader, outer?: readonly string[]): Program | undefined;
}
