import { readable, resourcesOf, statementsOf, type TemplateJson } from './template.ts';

/** One statement of a role's policy in a comparable form. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** All permissions of the role whose logical id has this prefix. */
export function permissionsOf(template: TemplateJson, rolePrefix: string): Permission[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    (Properties['Roles'] as { Ref: string }[]).some((role) => role.Ref.startsWith(rolePrefix)),
  );
  return policies.flatMap(([, { Properties }]) =>
    statementsOf(Properties, 'PolicyDocument').map((statement) => {
      if (statement.Effect !== 'Allow') throw new Error('Only what is allowed is compared');
      return {
        actions: asList(statement.Action).map(String).sort(),
        resources: asList(statement.Resource).map(readable).sort(),
      };
    }),
  );
}
