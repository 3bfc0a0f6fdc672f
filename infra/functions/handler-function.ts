import { join } from 'node:path';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { bundleAliases } from '../bundling/aliases.ts';
import type { DeploymentConfig } from '../config.ts';
import type { Grants } from './grants.ts';
import { acknowledgeWildcards } from '../wildcards.ts';

/** The properties of {@link HandlerFunction}. */
export interface HandlerFunctionProps {
  /** The module that exports `handler`, relative to the checkout. */
  readonly entry: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly functionName: string;
  readonly config: DeploymentConfig;
  readonly environment: Readonly<Record<string, string>>;
  /** The permissions of the role besides logging and tracing. */
  readonly grants: Grants;
  /** The checkout, which contains the module and the lockfile. */
  readonly projectRoot: string;
}

/** A Lambda function of the project's code, with its own log group and role. */
export class HandlerFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { config, grants, description, timeoutSeconds } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `${props.functionName}: ${description}`,
    });
    logGroup.grantWrite(role);
    for (const statement of grants.statements) role.addToPolicy(statement);
    this.function = new NodejsFunction(this, 'Function', {
      functionName: props.functionName,
      description,
      entry: join(props.projectRoot, props.entry),
      handler: 'handler',
      projectRoot: props.projectRoot,
      depsLockFilePath: join(props.projectRoot, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: config.taskMemoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      // The code filters by LOG_LEVEL itself, so Lambda's own filter passes everything.
      applicationLogLevelV2:
        config.logLevel === 'debug' ? ApplicationLogLevel.DEBUG : ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      bundling: {
        format: OutputFormat.ESM,
        logLevel: LogLevel.WARNING,
        target: 'node24',
        mainFields: ['module', 'main'],
        // The tested version of the SDK instead of the runtime's.
        bundleAwsSDK: true,
        // Halves the size for cold starts. Names are kept, because those of errors are a contract.
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
      reason: 'X-Ray has no resources to name in a policy: its write actions accept only *.',
    });
    acknowledgeWildcards(role, grants.wildcards);
  }
}
