import type { AnswerModels } from '../../interpreter/ports.ts';
import { faultIn, type Schema } from './schema-faults.ts';

/**
 * The packages of the AWS SDK that the project has, by service. They are imported by name, on the first check of their
 * service: a bundler that saw the import would put every operation of the service into the program.
 */
const PACKAGES: Readonly<Record<string, string>> = {
  cloudformation: '@aws-sdk/client-cloudformation',
  dynamodb: '@aws-sdk/client-dynamodb',
  kinesis: '@aws-sdk/client-kinesis',
  lambda: '@aws-sdk/client-lambda',
  scheduler: '@aws-sdk/client-scheduler',
  secretsmanager: '@aws-sdk/client-secrets-manager',
  sfn: '@aws-sdk/client-sfn',
  sns: '@aws-sdk/client-sns',
  ssm: '@aws-sdk/client-ssm',
  sts: '@aws-sdk/client-sts',
};
/** Optimised integrations whose service has another name in the SDK. */
const SDK_NAMES: Readonly<Record<string, string>> = { states: 'sfn' };

/** The place of the output in the schema of an operation. */
const OUTPUT = 5;

/**
 * Creates the models of the services whose AWS SDK package the project has. They know the types and the required members
 * of answers, but neither the values of enumerations nor the lengths and ranges that AWS also checks.
 */
export function createAnswerModels(): AnswerModels {
  return {
    async faultOf({ service, action, pattern }, answer, isComplete) {
      // The answer of `.sync` comes from another operation, which only the service integration knows.
      if (pattern !== undefined) return undefined;
      const name = service.replace(/^aws-sdk:/, '');
      const packageName = PACKAGES[SDK_NAMES[name] ?? name];
      if (packageName === undefined) return undefined;
      const sdk = (await import(packageName)) as Readonly<Record<string, unknown>>;
      const operation = sdk[`${action.charAt(0).toUpperCase()}${action.slice(1)}$`];
      if (!Array.isArray(operation)) return undefined;
      return faultIn(answer, operation[OUTPUT] as Schema, isComplete);
    },
  };
}
