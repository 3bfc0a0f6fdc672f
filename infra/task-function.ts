import { join } from 'node:path';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards, type Wildcard } from './logged-state-machine.ts';
import { bundleAliases } from './bundling/aliases.ts';
import type { DeploymentConfig } from './config.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../workflow/timeouts.ts';

export interface TaskFunctionProps {
  /** The folder below `tasks/` whose `handler.ts` this is. */
  readonly task: FunctionName;
  readonly functionName: string;
  readonly description: string;
  readonly config: DeploymentConfig;
  readonly environment: Readonly<Record<string, string>>;
  /** What the handler does beyond logging and tracing. */
  readonly permissions: readonly PolicyStatement[];
  /** The wildcards in the permissions. */
  readonly wildcards: readonly Wildcard[];
  /** The checkout, which holds `tasks/` and the lockfile. */
  readonly projectRoot: string;
}

/** One task of the workflow as a Lambda function, with a log group and a role of its own. */
export class TaskFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: TaskFunctionProps) {
    super(scope, id);
    const { config } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `${props.functionName}: ${props.description}`,
    });
    logGroup.grantWrite(role);
    for (const statement of props.permissions) role.addToPolicy(statement);
    this.function = new NodejsFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      entry: join(props.projectRoot, 'tasks', props.task, 'handler.ts'),
      handler: 'handler',
      projectRoot: props.projectRoot,
      depsLockFilePath: join(props.projectRoot, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: config.taskMemoryMb,
      timeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS[props.task]),
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      // The tasks filter by LOG_LEVEL themselves; Lambda's own filter only has to let everything through.
      applicationLogLevelV2:
        config.logLevel === 'debug' ? ApplicationLogLevel.DEBUG : ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      bundling: {
        format: OutputFormat.ESM,
        logLevel: LogLevel.WARNING,
        target: 'node24',
        mainFields: ['module', 'main'],
        // The SDK that the tests ran with, not the one that the runtime happens to have.
        bundleAwsSDK: true,
        // Half the size to load at a cold start. Names are kept: those of errors are a contract.
        minify: true,
        keepNames: true,
        sourceMap: true,
        sourcesContent: false,
        esbuildArgs: Object.fromEntries(
          Object.entries(bundleAliases(props.projectRoot)).map(([name, path]) => [`--alias:${name}`, path]),
        ),
        // CommonJS dependencies call require for Node's own modules.
        banner:
          "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources that a policy could name: its write actions accept only *.',
    });
    acknowledgeWildcards(role, props.wildcards);
  }
}
