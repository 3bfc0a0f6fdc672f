import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { type AslObject, findState } from '../../../workflow/definition.ts';
import type { AttemptDetail, ExpressionView, LogLine, VisitDetail } from '../../api/index.ts';
import { attemptViews } from './views.ts';
import type { StateVisit } from '../../../operate/run/state-visit.ts';
import { expressionsOf, type Recorded } from './expressions.ts';
import type { RunModel } from './run-model.ts';

/** Lines of the tasks' log, by the id of the event that scheduled the attempt. */
type AttemptLogs = ReadonlyMap<number, readonly LogLine[]>;

/** Returns the details of one visit. */
export async function visitDetail(
  model: RunModel,
  visit: StateVisit,
  logs: AttemptLogs,
): Promise<VisitDetail> {
  const definition = findState(await model.definition(), visit.name) ?? null;
  const work = visit.attempts.flat();
  const last = work.findLast(({ type }) => type?.endsWith('Scheduled') === true);
  const called =
    last?.taskScheduledEventDetails?.parameters ?? last?.lambdaFunctionScheduledEventDetails?.input ?? null;
  const done = work.findLast(({ type }) => type?.endsWith('Succeeded') === true);
  const result =
    done?.taskSucceededEventDetails?.output ?? done?.lambdaFunctionSucceededEventDetails?.output ?? null;
  const assigned = assignedBy(visit.exit);
  const variables = variablesBefore(model, visit);
  const recorded: Recorded = {
    Arguments: called,
    Output: visit.exitedAt === undefined ? null : (visit.output ?? null),
    Assign: Object.keys(assigned).length === 0 ? null : objectOf(assigned),
    ItemSelector: firstIterationInput(model, visit),
  };
  return {
    id: visit.enteredId,
    comment: typeof definition?.['Comment'] === 'string' ? definition['Comment'] : null,
    input: visit.input ?? null,
    output: visit.output ?? null,
    arguments: called,
    result,
    variables,
    assigned,
    expressions: definition === null ? [] : expressionsIn(model, visit, { definition, recorded, variables }),
    definition,
    attempts: attemptsOf(model, visit, logs),
  };
}

function attemptsOf(model: RunModel, visit: StateVisit, logs: AttemptLogs): AttemptDetail[] {
  return attemptViews(visit, model.history.stretches, model.running).map((attempt, index) => {
    const own = visit.attempts[index] ?? [];
    return {
      ...attempt,
      cause: own.map(causeOf).find((cause) => cause !== undefined) ?? null,
      log: logs.get(attempt.eventId) ?? [],
    };
  });
}

function causeOf(event: HistoryEvent): string | undefined {
  return (
    event.taskFailedEventDetails?.cause ??
    event.taskTimedOutEventDetails?.cause ??
    event.lambdaFunctionFailedEventDetails?.cause ??
    event.lambdaFunctionTimedOutEventDetails?.cause
  );
}

function assignedBy(exit: HistoryEvent | undefined): Record<string, string> {
  return exit?.stateExitedEventDetails?.assignedVariables ?? {};
}

/** Returns the variables in scope: those assigned before it in its own scope and in the enclosing ones. */
function variablesBefore(model: RunModel, visit: StateVisit): Record<string, string> {
  const scopes: StateVisit[] = [];
  for (let at: StateVisit | undefined = visit; at !== undefined; at = at.parent) scopes.unshift(at);
  // An object without a prototype has no setter for a variable called `__proto__`.
  const variables = Object.create(null) as Record<string, string>;
  for (const { parent, iteration, enteredId } of scopes) {
    for (const other of model.visits) {
      if (other.enteredId >= enteredId) break;
      if (other.parent !== parent || other.iteration !== iteration) continue;
      const exit = other.exit;
      if ((exit?.id ?? Infinity) < enteredId) Object.assign(variables, assignedBy(exit));
    }
  }
  return variables;
}

function firstIterationInput(model: RunModel, visit: StateVisit): string | null {
  return model.visits.find(({ parent }) => parent === visit)?.input ?? null;
}

function expressionsIn(
  model: RunModel,
  visit: StateVisit,
  {
    definition,
    recorded,
    variables,
  }: {
    readonly definition: AslObject;
    readonly recorded: Recorded;
    readonly variables: Readonly<Record<string, string>>;
  },
): ExpressionView[] {
  const follower = model.visits.find(
    ({ enteredId, parent, iteration }) =>
      enteredId > visit.enteredId && parent === visit.parent && iteration === visit.iteration,
  );
  return expressionsOf(definition, recorded, follower?.name ?? null, {
    input: visit.input ?? null,
    variables,
  });
}

/** Returns the JSON text of an object whose values are JSON texts. */
function objectOf(texts: Readonly<Record<string, string>>): string {
  const members = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${members.join(',')}}`;
}
