import {
  GetParameterCommand,
  GetParametersByPathCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';

/** The Parameter Store in memory, with every version of each parameter; `mock` records what it is asked. */
export class FakeParameters {
  readonly mock = mockClient(SSMClient);
  /** The values of each parameter, the oldest first. */
  readonly versions = new Map<string, string[]>();
  /** Called before each write: what somebody else does just then. */
  beforePut: () => void = () => undefined;

  /** To be called before each test, since other tests of the process use the same mock. */
  reset(): void {
    this.versions.clear();
    this.beforePut = () => undefined;
    this.mock.reset();
    this.mock.on(GetParametersByPathCommand).callsFake(({ Path }: { Path: string }) =>
      Promise.resolve({
        Parameters: [...this.versions.keys()]
          .filter((name) => name.startsWith(`${Path}/`))
          .map((Name) => ({ Name, Value: this.valueOf(Name), Version: this.versions.get(Name)?.length })),
      }),
    );
    this.mock.on(GetParameterCommand).callsFake(({ Name }: { Name: string }) => {
      const [name = '', version] = Name.split(':');
      const values = this.versions.get(name) ?? [];
      const Value = values[version === undefined ? values.length - 1 : Number(version) - 1];
      return Value === undefined
        ? Promise.reject(new ParameterNotFound({ message: 'none', $metadata: {} }))
        : Promise.resolve({ Parameter: { Name: name, Value } });
    });
    this.mock.on(PutParameterCommand).callsFake(({ Name, Value }: { Name: string; Value: string }) => {
      this.beforePut();
      this.put(Name, Value);
      return Promise.resolve({ Version: this.versions.get(Name)?.length });
    });
  }

  put(name: string, value: string): void {
    this.versions.set(name, [...(this.versions.get(name) ?? []), value]);
  }

  /** What a parameter holds now. */
  valueOf(name: string): string | undefined {
    return this.versions.get(name)?.at(-1);
  }
}
