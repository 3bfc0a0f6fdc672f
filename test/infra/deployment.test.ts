import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations, type AppProps } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { pascalCase, TASK_NAMES, type TaskName } from '../../workflow/tasks.ts';
import { DeploymentConfigError, readConfig } from '../../infra/settings/read-config.ts';
import { addDeployment } from '../../infra/deployment.ts';
import { environmentOf } from '../../infra/settings/environment.ts';
import { keyOf, madeOnce } from '../support/made-once.ts';
import { permissionsOf } from './support/policies.ts';
import { HOURLY_AND_SWEEP } from './support/settings.ts';
import { synthesise } from './support/synthesise.ts';
import { type Settings, synthesiseNow, templateOf } from './support/synthesis.ts';
import { allResources, onlyResource, type TemplateJson } from './support/template.ts';

const deployment = synthesise();
const templates: [string, TemplateJson][] = Object.entries(deployment);

describe('cdk-nag', () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'tv-guide-nag-'));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));
  const assemble = (options: AppProps = {}, settings: Settings = {}) => {
    const app = new App({
      ...options,
      outdir,
      postCliContext: {
        ...cdkJson.context,
        ...settings,
        'aws:cdk:bundling-stacks': [],
        'aws:cdk:disable-stack-trace': true,
      },
    });
    return { app, ingestion: addDeployment(app, process.cwd()).ingestion };
  };

  it.each([
    ['a deployment', {}],
    ['a deployment with sweeps', HOURLY_AND_SWEEP],
  ])('finds nothing in %s', (_, settings) => {
    const { app } = assemble({ builtinCloudFormationValidation: false }, settings);

    expect(() => app.synth()).not.toThrow();
  });

  it('finds nothing against the schemas and rules of CloudFormation either', async () => {
    const versions = readFileSync('package-lock.json', 'utf8');
    const key = () => keyOf(versions, ...templates.map(([, template]) => JSON.stringify(template)));

    // It takes five seconds. The same templates pass the same rules.
    const passed = await madeOnce('valid-templates', key, () => {
      const { app } = assemble();
      expect(() => app.synth()).not.toThrow();
    });

    expect(existsSync(passed)).toBe(true);
  });

  it('stops the synthesis because of a queue without TLS', () => {
    // Without the check against CloudFormation's schemas, which takes seconds and knows no such rule.
    const { app, ingestion } = assemble({ builtinCloudFormationValidation: false });
    new Queue(ingestion, 'Careless');

    expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
  });

  it('is suppressed only in these places, each with its reason', () => {
    const { app } = assemble();
    const acknowledged = app.node.findAll().flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
        .map(([id, reason]) => ({ place: node.path, rule: id.replace(/^\w+::AwsSolutions-/, ''), reason })),
    );
    const arn = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:title-ingestion';
    const executions = `IAM5[Resource::${arn}`;
    const mapRuns = arn.replace('execution:', 'mapRun:');
    const ofRuns: Readonly<Partial<Record<TaskName, readonly string[]>>> = {
      'list-new-titles': [`${arn}:*`],
      'judge-failed-run': [`${arn}:*`, `${arn}/IngestTitles:*`, `${mapRuns}/IngestTitles:*`],
    };

    expect(acknowledged.map(({ place, rule }) => `${place} ${rule}`)).toEqual([
      'Ingestion/WatchmodeApiKey SMG4',
      ...TASK_NAMES.flatMap((task) =>
        ['*', ...(ofRuns[task] ?? [])].map(
          (resource) => `Ingestion/${pascalCase(task)}/Role IAM5[Resource::${resource}]`,
        ),
      ),
      'Ingestion/TitleIngestion/Role IAM5[Resource::*]',
      `Ingestion/TitleIngestion/Role ${executions}:*]`,
      `Ingestion/TitleIngestion/Role ${executions}/IngestTitles:*]`,
      'Ingestion/Redriver/Role IAM5[Resource::*]',
      `Ingestion/Redriver/Role ${executions}:*]`,
      'Ingestion/Redriver/DeadLetters SQS3',
      'Ingestion/Schedule/DeadLetters SQS3',
      'Catalogue/CatalogueTable DDB3',
      'Catalogue/FailedRecords S1',
      'Catalogue/UpdateCatalogue/Role IAM5[Resource::*]',
      'Catalogue/UpdateCatalogue/Role IAM5[Resource::<FailedRecordsDEC8AD7E.Arn>/*]',
    ]);
    for (const { reason } of acknowledged) expect(reason.split(' ').length).toBeGreaterThan(8);
  });
});

describe('the templates', () => {
  it.each(templates)('of the %s stack name no account, region or secret', (_, template) => {
    const text = JSON.stringify(template);
    const found = [
      // Not within the hexadecimal hash of an asset, which may well hold twelve digits in a row.
      /(?<![0-9a-f])\d{12}(?![0-9a-f])/g,
      /\b(us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d\b/g,
      /SecretString|apiKey=|X-API-Key/g,
    ].flatMap((pattern) => text.match(pattern) ?? []);

    expect(found).toEqual([]);
  });

  it.each(templates)(
    'of the %s stack take nothing from another one, so that each can go alone',
    (_, template) => {
      const outputs = Object.values(template.Outputs ?? {});

      expect(JSON.stringify(template)).not.toContain('Fn::ImportValue');
      expect(outputs.filter((output) => 'Export' in output)).toEqual([]);
    },
  );

  it('output the state machine, the secret, the stream, the tables and the bucket', () => {
    const outputs = templates.flatMap(([, template]) => Object.keys(template.Outputs ?? {}));

    expect(outputs.sort()).toEqual([
      'AlarmTopicArn',
      'CatalogueTableName',
      'FailedRecordsBucketName',
      'ProgressTableName',
      'StateMachineArn',
      'StreamArn',
      'WatchmodeApiKeySecretArn',
    ]);
  });

  it('have the stage as a tag', () => {
    for (const [, template] of templates) {
      const tagged = allResources(template).filter(([, { Properties }]) => 'Tags' in Properties);

      expect(tagged.length).toBeGreaterThan(1);
      for (const [, { Properties }] of tagged) {
        expect(Properties['Tags']).toContainEqual({ Key: 'Stage', Value: 'prod' });
      }
    }
  });
});

describe('two stages', () => {
  it('share no physical name, so that they can be in one account', () => {
    const NAMES =
      /^(Name|QueueName|TopicName|FunctionName|LogGroupName|AlarmName|DashboardName|StateMachineName|TableName)$/;
    const namesIn = (overrides: Readonly<Record<string, unknown>>): unknown[] =>
      Object.values(synthesise(overrides)).flatMap((template: TemplateJson) =>
        allResources(template).flatMap(([, { Properties }]) =>
          Object.entries(Properties)
            .filter(([key]) => NAMES.test(key))
            .map(([, value]) => value),
        ),
      );
    const prod = namesIn({});
    const test = namesIn({ stage: 'test' });

    expect(prod.length).toBeGreaterThan(15);
    expect(test).toHaveLength(prod.length);
    expect(prod.filter((name) => test.includes(name))).toEqual([]);
  });
});

describe('the stack that stays', () => {
  const stacksOf = (settings: Readonly<Record<string, unknown>>) => {
    const context = { ...cdkJson.context, ...settings, 'aws:cdk:bundling-stacks': [] };
    const app = new App({ postCliContext: context });
    const stacks = addDeployment(app, process.cwd());
    rmSync(app.outdir, { recursive: true });
    return stacks;
  };

  it.each(['prod', 'dev'])('is protected from deletion in the stage %s, and the others are not', (stage) => {
    const { shared, ingestion, catalogue } = stacksOf({ stage });

    expect(shared.terminationProtection).toBe(true);
    expect(ingestion.terminationProtection).not.toBe(true);
    expect(catalogue.terminationProtection).not.toBe(true);
  });

  it('is no longer protected when that is asked for', () => {
    expect(stacksOf({ terminationProtection: 'false' }).shared.terminationProtection).toBe(false);
  });
});

describe('the account and the Region of a stage', () => {
  const PLACE = { awsAccount: '111111111111', awsRegion: 'eu-west-2' };
  const place = { account: '111111111111', region: 'eu-west-2' };

  it('are those of all stacks, and pass the checks', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'tv-guide-place-'));
    const app = new App({
      outdir,
      postCliContext: { ...cdkJson.context, ...PLACE, 'aws:cdk:bundling-stacks': [] },
      builtinCloudFormationValidation: false,
    });
    const { shared, ingestion, catalogue } = addDeployment(app, process.cwd(), place);

    expect(() => app.synth()).not.toThrow();
    const table = onlyResource(templateOf(shared), 'AWS::DynamoDB::GlobalTable').Properties;
    const named = permissionsOf(templateOf(ingestion), 'MeasureProgressRole')
      .filter(({ actions }) => actions.includes('dynamodb:GetItem'))
      .flatMap(({ resources }) => resources);
    rmSync(outdir, { recursive: true });
    expect(table['Replicas']).toEqual([expect.objectContaining({ Region: 'eu-west-2' })]);
    expect(named).toEqual(['arn:aws:dynamodb:eu-west-2:111111111111:table/TvGuideProgress']);
    expect([shared, ingestion, catalogue].map(({ account, region }) => ({ account, region }))).toEqual([
      place,
      place,
      place,
    ]);
  });

  it.each([
    ['no credentials', {}],
    ['the same account', { account: '111111111111' }],
  ])('allow a synthesis with %s', (_, caller) => {
    expect(() => environmentOf(readConfig({ stage: 'prod', ...PLACE }), caller)).not.toThrow();
  });

  it.each([
    ['account', { ...place, account: '222222222222' }, '111111111111', '222222222222'],
    ['Region', { ...place, region: 'us-east-1' }, 'eu-west-2', 'us-east-1'],
  ])('refuse another %s, by its name', (kind, caller, expected, actual) => {
    expect(() => environmentOf(readConfig({ stage: 'dev', ...PLACE }), caller)).toThrow(
      expect.objectContaining({
        name: 'WrongEnvironmentError',
        stage: 'dev',
        kind,
        expected,
        actual,
        message: expect.stringContaining(`The stage dev belongs to the ${kind} ${expected}`),
      }),
    );
  });

  it('are arbitrary if the stage has none', () => {
    expect(environmentOf(readConfig({ stage: 'dev' }), place)).toEqual({});
  });
});

describe('a wrong setting', () => {
  it('stops the synthesis', () => {
    expect(() => synthesiseNow({ streamMode: 'free' })).toThrow(DeploymentConfigError);
  });
});
