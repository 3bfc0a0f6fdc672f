import {
  DescribeStateMachineCommand,
  type ValidateStateMachineDefinitionDiagnostic,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import type { StateMachineArn } from '../../../workflow/arns.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';
import { counted } from '../../../operate/format/plural.ts';

/** Checks if the service finds the deployed definition of a state machine valid. */
export async function validateDefinition(
  { client }: StepFunctions,
  stateMachineArn: StateMachineArn,
): Promise<Finding> {
  const { definition, type } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { result, diagnostics = [] } = await client.send(
    new ValidateStateMachineDefinitionCommand({ definition, type, severity: 'WARNING' }),
  );
  const said = diagnostics.map(describe).join('; ');
  if (result !== 'OK') {
    return failed(
      `the definition is not valid: ${said}`,
      'correct the definition in workflow/, and deploy it',
    );
  }
  if (diagnostics.length === 0) return ok('the definition is valid');
  const count = counted(diagnostics.length, 'warning', 'warnings');
  return warning(`the definition is valid, with ${count}: ${said}`, 'look at the definition in workflow/');
}

function describe({ severity, code, message, location }: ValidateStateMachineDefinitionDiagnostic): string {
  const place = location === undefined ? '' : ` at ${location}`;
  return `${severity ?? 'ERROR'} ${code ?? 'UNKNOWN'}${place}: ${message ?? ''}`;
}
