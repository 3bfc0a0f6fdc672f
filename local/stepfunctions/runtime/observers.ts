import type { EngineObserver } from '../interpreter/ports.ts';

/** Combines observers: calls each in order. */
export function observers(...all: readonly (EngineObserver | undefined)[]): EngineObserver {
  return {
    onEvent: (...event) => all.forEach((each) => each?.onEvent?.(...event)),
    onExecution: (record) => all.forEach((each) => each?.onExecution?.(record)),
    onDefect: (...defect) => all.forEach((each) => each?.onDefect?.(...defect)),
    onMapRun: (record) => all.forEach((each) => each?.onMapRun?.(record)),
  };
}
