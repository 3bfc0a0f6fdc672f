import type { Completion } from './completion.ts';
import { attemptChoice } from './choice.ts';
import { attemptFail, attemptPass } from './pass.ts';
import type { Visit } from './frame.ts';
import { attemptMap } from './map.ts';
import { attemptParallel } from './parallel.ts';
import { attemptTask } from './task.ts';
import { attemptWait } from './wait.ts';

/** Runs one attempt of a state of any type. */
export function attemptState(visit: Visit): Promise<Completion> {
  const { state } = visit;
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return attemptPass({ ...visit, state });
    case 'Fail':
      return attemptFail({ ...visit, state });
    case 'Choice':
      return attemptChoice({ ...visit, state });
    case 'Wait':
      return attemptWait({ ...visit, state });
    case 'Task':
      return attemptTask({ ...visit, state });
    case 'Parallel':
      return attemptParallel({ ...visit, state });
    case 'Map':
      return attemptMap({ ...visit, state });
  }
}
