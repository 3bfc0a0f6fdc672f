import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Names } from '../../workflow/names.ts';
import { addAlarms, ANY, type AlarmSpec } from './add-alarms.ts';

/** The alarms of the catalogue by their names in the runbook, each with its number of metrics, which CloudWatch bills. */
export const CATALOGUE_ALARM_METRICS = {
  'records-late': 1,
  'records-set-aside': 1,
  'records-lost': 1,
} as const;

type AlarmName = keyof typeof CATALOGUE_ALARM_METRICS;

/** The names of the alarms, in the order of the runbook. */
export const CATALOGUE_ALARM_NAMES = Object.keys(CATALOGUE_ALARM_METRICS) as AlarmName[];

/** The properties of {@link CatalogueAlarms}. */
export interface CatalogueAlarmsProps {
  readonly names: Names;
  readonly mappingId: string;
}

const HOUR_MS = 3_600_000;

/**
 * The alarms of the catalogue. Each has a section under its name in docs/runbook.md.
 *
 * S3 has no free metric for the arrival of an object, so Lambda's own count of the records that it has sent to the bucket
 * tells that something lies there.
 */
export class CatalogueAlarms extends Construct {
  constructor(scope: Construct, id: string, props: CatalogueAlarmsProps) {
    super(scope, id);
    const { names } = props;
    addAlarms(this, { names, prefix: names.updateCatalogue }, alarmSpecs(props));
  }
}

function alarmSpecs({ names, mappingId }: CatalogueAlarmsProps): AlarmSpec<AlarmName>[] {
  const { updateCatalogue } = names;
  const ofFunction = { FunctionName: updateCatalogue };
  return [
    {
      name: 'records-late',
      metric: lambdaMetric('IteratorAge', Stats.MAXIMUM, ofFunction),
      threshold: HOUR_MS,
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      periods: 3,
      // Lambda writes it only when it reads records.
      missing: TreatMissingData.NOT_BREACHING,
      whatToDo: `${updateCatalogue} reads records that have been on the stream for more than an hour, so the catalogue is behind. Find out in its log if it fails or is slow. No record is lost before the stream's retention ends; the function catches up by itself once its cause is removed.`,
    },
    {
      ...ANY,
      name: 'records-set-aside',
      metric: lambdaMetric('OnFailureDestinationDeliveredEventCount', Stats.SUM, {
        EventSourceMappingUUID: mappingId,
      }),
      whatToDo: `${updateCatalogue} could not take some records of the stream, and Lambda has put them into the bucket of failed records of ${names.catalogueStack}. All others are in the catalogue. The log of the function has the reason. Correct it, fetch the objects with aws s3 sync, and write them into the catalogue with tvguide replay --failed FOLDER.`,
    },
    {
      ...ANY,
      name: 'records-lost',
      metric: lambdaMetric('DestinationDeliveryFailures', Stats.SUM, ofFunction),
      whatToDo: `Lambda gave up records of the stream and could not write them to the bucket of failed records of ${names.catalogueStack}. Repair the bucket or the permissions of ${updateCatalogue}, then replay the stream from before that time with tvguide replay --from, while the stream still has the records.`,
    },
  ];
}

const lambdaMetric = (
  metricName: string,
  statistic: string,
  dimensionsMap: Readonly<Record<string, string>>,
): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic, period: Duration.minutes(5) });
