/** The actions of tracing. X-Ray has no resources for them. */
export const TRACING_ACTIONS = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** The actions of a state machine for CloudWatch Logs and X-Ray, which have no resources for them. */
export const OBSERVATION_ACTIONS = [
  // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  ...TRACING_ACTIONS,
];
