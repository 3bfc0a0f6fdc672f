import { describe, expect, it } from '@jest/globals';
import type { StateMachine } from '../../../../local/stepfunctions/api/state-machines/state-machine.ts';
import { FailureRule } from '../../../../local/stepfunctions/runtime/failure-rule.ts';
import { observers } from '../../../../local/stepfunctions/runtime/observers.ts';
import type { ExecutionRecord } from '../../../../local/stepfunctions/interpreter/records.ts';
import { Harness, machine, MemoryStore } from '../../../../local/stepfunctions/testing.ts';

const HOUR_S = 3_600;
const FAILS = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'No', Cause: 'never' } } };
const SLOW = {
  TimeoutSeconds: 1,
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: HOUR_S, End: true } },
};
const TARGET: StateMachine = {
  ...machine({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }, 'target'),
  status: 'ACTIVE',
  creationDate: 0,
  tags: [],
};

/** An engine with a rule that watches the state machine `source`. */
class Stage {
  readonly warnings: string[] = [];
  readonly started: ExecutionRecord[] = [];
  readonly rule = new FailureRule((message) => this.warnings.push(message));
  readonly harness: Harness;

  constructor(readonly store = new MemoryStore()) {
    this.harness = new Harness(
      {},
      {
        observer: observers(undefined, this.rule.observer, {
          onExecution: (record) => {
            const isStart = record.status === 'RUNNING' && record.stateMachineArn === TARGET.stateMachineArn;
            if (isStart) this.started.push(record);
          },
        }),
        store,
      },
    );
  }

  open(resumes: (definition: string) => boolean = () => true): Promise<void> {
    const { stateMachineArn: sourceArn } = machine({}, 'source');
    return this.rule.open({ engine: this.harness.engine, sourceArn, target: TARGET, resumes });
  }

  async run(definition: object, name: string, stateMachine = 'source'): Promise<ExecutionRecord> {
    const started = await this.harness.engine.startExecution({
      stateMachine: machine(definition, stateMachine),
      name,
    });
    const ended = await this.harness.engine.whenEnded(started.executionArn);
    await this.rule.close();
    return ended;
  }
}

describe('the rule for failed executions', () => {
  it("starts its target with the detail of EventBridge's event", async () => {
    const stage = new Stage();
    await stage.open();
    const failed = await stage.run(FAILS, 'one');
    await stage.run(SLOW, 'two');

    expect(stage.started.map(({ name }) => name)).toEqual(['one-failure-1', 'two-failure-1']);
    expect(JSON.parse(stage.started[0]!.input)).toEqual({
      executionArn: failed.executionArn,
      stateMachineArn: failed.stateMachineArn,
      name: 'one',
      status: 'FAILED',
      startDate: failed.startDate,
      stopDate: failed.stopDate,
      redriveCount: 0,
      input: null,
      inputDetails: { included: false },
      error: 'No',
      cause: 'never',
    });
    expect(stage.warnings).toEqual([]);
  });

  it('ignores executions that succeed or are stopped, and other state machines', async () => {
    const stage = new Stage();
    await stage.open();
    await stage.run({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } }, 'fine');
    await stage.run(FAILS, 'other', 'another');
    await stage.run(FAILS, 'target-itself', 'target');
    const slow = { ...SLOW, TimeoutSeconds: 2 * HOUR_S };
    const { executionArn } = await stage.harness.engine.startExecution({
      stateMachine: machine(slow, 'source'),
      name: 'stopped',
    });
    await stage.harness.engine.stopExecution({ executionArn });
    await stage.rule.close();

    expect(stage.started.filter(({ name }) => name !== 'target-itself')).toEqual([]);
  });

  it('counts the failures of one execution, and delivers those before it was opened', async () => {
    const stage = new Stage();
    const { executionArn } = await stage.run(FAILS, 'early');
    expect(stage.started).toEqual([]);
    await stage.open();
    await stage.harness.redrive(executionArn);
    await stage.rule.close();

    expect(stage.started.map(({ name }) => name)).toEqual(['early-failure-1', 'early-failure-2']);
  });

  it('shortens long names with a digest', async () => {
    const stage = new Stage();
    await stage.open();
    const names = ['1', '2'].map((end) => 'n'.repeat(79) + end);
    for (const name of names) await stage.run(FAILS, name);
    const given = stage.started.map(({ name }) => name);

    expect(given.every((name) => name.length === 80 && name.endsWith('-failure-1'))).toBe(true);
    expect(new Set(given).size).toBe(2);
  });

  it('starts nothing twice for the same failure', async () => {
    const stage = new Stage();
    await stage.open();
    const failed = await stage.run(FAILS, 'same');
    stage.rule.observer.onExecution!(failed);
    await stage.rule.close();

    expect(stage.started).toHaveLength(1);
    expect(stage.warnings).toEqual([]);
  });

  it.each([
    ['goes on with', 'FAILS', 1],
    ['leaves alone', 'another definition', 0],
  ])(
    '%s what the end of a process has cut off, by the definition of the run that it is about',
    async (_, text, redriveCount) => {
      const first = new Stage();
      const { engine } = first.harness;
      const watched = await first.run({ ...FAILS, Comment: 'FAILS' }, 'watched');
      const { executionArn } = await engine.startExecution({
        stateMachine: machine({ ...SLOW, TimeoutSeconds: 2 * HOUR_S }, 'target'),
        name: 'cut-off',
        input: JSON.stringify({ executionArn: watched.executionArn }),
      });
      await engine.close();

      const second = new Stage(first.store);
      await second.harness.engine.recover();
      await second.open((definition) => definition.includes(text));
      const { record } = await second.harness.engine.describeExecution(executionArn);
      await second.harness.engine.close();

      expect(record.redriveCount).toBe(redriveCount);
      expect(second.warnings).toEqual([]);
    },
  );

  it('ignores executions whose source has been removed', async () => {
    const first = new Stage();
    const { executionArn } = await first.harness.engine.startExecution({
      stateMachine: machine({ ...SLOW, TimeoutSeconds: 2 * HOUR_S }, 'target'),
      name: 'cut-off',
      input: JSON.stringify({ executionArn: 'arn:aws:states:eu-west-2:000000000000:execution:source:gone' }),
    });
    await first.harness.engine.close();

    const second = new Stage(first.store);
    await second.harness.engine.recover();
    await second.open();
    const { record } = await second.harness.engine.describeExecution(executionArn);
    await second.harness.engine.close();

    expect(record.redriveCount).toBe(0);
    expect(second.warnings).toEqual([]);
  });
});
