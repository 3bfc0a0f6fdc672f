import { definitionText } from '../workflow/substitutions.ts';

/** A state of the definition, as far as the deployment and the cost estimate look at it. */
export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string };
  readonly TimeoutSeconds?: number;
  readonly Label?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly ItemBatcher?: { readonly MaxItemsPerBatch?: number };
  readonly ItemProcessor?: Workflow & { readonly ProcessorConfig: { readonly Mode: string } };
}

/** States that run one after another: a definition, or what a Map runs for each item. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** The definition of title-ingestion, placeholders included. */
export const definition = JSON.parse(definitionText) as Workflow;

/** Every state with its name, those inside Maps included, in the order of the file. */
export function allStates(workflow: Workflow): [string, State][] {
  return Object.entries(workflow.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : allStates(state.ItemProcessor)),
  ]);
}

/** The labels of the Distributed Maps, which are part of their child executions' ARNs. */
export function mapLabels(workflow: Workflow): string[] {
  return allStates(workflow)
    .filter(([, state]) => state.ItemProcessor?.ProcessorConfig.Mode === 'DISTRIBUTED')
    .map(([name, state]) => {
      if (state.Label === undefined) throw new Error(`The Distributed Map "${name}" has no Label`);
      return state.Label;
    });
}
