import { beforeEachCall } from '../../tasks/support/before-each-call.ts';
import type { ProgressItem } from '../../../events/types.ts';
import type { TaskInvoker } from '../../../local/stepfunctions/index.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import type { Clock } from '../../../tasks/shared/ports.ts';
import { memoryProgress, type MemoryProgress } from '../../tasks/support/memory-progress.ts';
import { watermarkWriter } from '../../workflow/scenarios/support/watermark-writer.ts';
import { isDuring, MINUTE_MS, ORIGIN, type WorldFacts } from './scenario.ts';

const SECOND_MS = 1_000;

/** A progress table with a world's faults, and pauses before requests in which other work continues. */
export class UnluckyTable {
  /** The items, without a pause. */
  readonly items: MemoryProgress;
  /** The table for the tasks and the operator. */
  readonly progress: ProgressTable;
  /** The table for Advance watermark. */
  readonly dynamodb: TaskInvoker;
  /** True once there are no more pauses. */
  isCalm = false;
  readonly #facts: WorldFacts;
  readonly #clock: Clock;
  #pauses = 0;

  constructor(facts: WorldFacts, clock: Clock) {
    this.#facts = facts;
    this.#clock = clock;
    this.items = memoryProgress(...firstItems(facts));
    this.items.beforeCall = () => {
      if (
        facts.spells.some(
          (spell) => spell.trouble === 'table throttled' && isDuring(spell, clock.monotonic()),
        )
      )
        return 'throttled';
      const fault = facts.tableFaults[this.items.calls.length - 1] ?? 'none';
      return fault === 'none' ? undefined : fault;
    };
    const { items } = this;
    const later = async <T>(request: () => Promise<T>): Promise<T> => {
      await this.#pause();
      return request();
    };
    this.progress = beforeEachCall(items, () => this.#pause());
    const writer = watermarkWriter(items);
    this.dynamodb = { ...writer, invoke: (call) => later(() => writer.invoke(call)) };
  }

  async #pause(): Promise<void> {
    const { tablePauses } = this.#facts;
    const seconds = tablePauses[this.#pauses % tablePauses.length] ?? 0;
    this.#pauses += 1;
    if (seconds > 0 && !this.isCalm) await this.#clock.sleep(seconds * SECOND_MS);
  }
}

function firstItems({ firstWatermark }: WorldFacts): ProgressItem[] {
  if (firstWatermark === null) return [];
  const { atMinutes, listedFromMinutes } = firstWatermark;
  const common = { feed: 'new_titles', item: 'watermark', watermark: secondOf(atMinutes) } as const;
  return [listedFromMinutes === null ? common : { ...common, listedFrom: secondOf(listedFromMinutes) }];
}

function secondOf(minutes: number): string {
  return `${new Date(ORIGIN + minutes * MINUTE_MS).toISOString().slice(0, 19)}Z`;
}
