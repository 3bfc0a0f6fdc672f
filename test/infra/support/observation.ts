/** The actions of tracing. X-Ray knows no resources for them. */
export const TRACING_ACTIONS = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** The actions that CloudWatch Logs and X-Ray need of a state machine; neither service knows resources for these. */
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
