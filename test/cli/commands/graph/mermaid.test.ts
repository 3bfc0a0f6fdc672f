import { describe, expect, it } from '@jest/globals';
import { toMermaid } from '../../../../cli/commands/graph/mermaid.ts';
import { definitionText } from '../../../../workflow/substitutions.ts';
import { allStates, parseDefinition } from '../../../../workflow/definition.ts';

const definition = JSON.stringify({
  StartAt: 'Which way?',
  States: {
    'Which way?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input = "left" %}', Next: 'Both' }],
      Default: 'Give up',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Pass', End: true } } },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }],
      End: true,
    },
    'Give up': { Type: 'Fail', Error: 'Gave.Up' },
  },
});

describe('toMermaid', () => {
  it('draws choices, branches, catches and ends', () => {
    expect(toMermaid(definition)).toBe(`flowchart TD
  m1_start(( ))
  m1_end((( )))
  s1{"Which way?"}
  subgraph s2 ["Both"]
    m2_start(( ))
    m2_end((( )))
    s3["Left"]
    m2_start --> s3
    s3 --> m2_end
    m3_start(( ))
    m3_end((( )))
    s4["Right"]
    m3_start --> s4
    s4 --> m3_end
  end
  s5["Give up"]
  m1_start --> s1
  s1 -- "$states.input = #quot;left#quot;" --> s2
  s1 -- otherwise --> s5
  s2 --> m1_end
  s2 -. "States.ALL" .-> s5
  s5 --> m1_end`);
  });

  it('colours the states that have a mark, and defines only the colours in use', () => {
    const mermaid = toMermaid(
      definition,
      new Map([
        ['Which way?', { mark: 'succeeded' }],
        ['Give up', { mark: 'failed', note: '3 of 5 titles' }],
      ]),
    );
    expect(mermaid).toContain('  s5["Give up<br/>3 of 5 titles"]\n  class s5 failed');
    expect(mermaid).toContain('  class s1 succeeded');
    expect([...mermaid.matchAll(/classDef (\w+)/g)].map(([, name]) => name)).toEqual(['succeeded', 'failed']);
  });

  it('draws a frame around the states of a Map, loops, waits and several errors of one Catch', () => {
    const map = JSON.stringify({
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            StartAt: 'Try',
            States: { Try: { Type: 'Task', Next: 'Pause' }, Pause: { Type: 'Wait', Next: 'Try' } },
          },
          Catch: [{ ErrorEquals: ['A', 'B'], Next: 'Done' }],
          Next: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    });

    expect(toMermaid(map)).toBe(`flowchart TD
  m1_start(( ))
  m1_end((( )))
  subgraph s1 ["Each"]
    m2_start(( ))
    m2_end((( )))
    s2["Try"]
    s3["Pause"]
    m2_start --> s2
    s2 --> s3
    s3 --> s2
  end
  s4["Done"]
  m1_start --> s1
  s1 --> s4
  s1 -. "A<br/>B" .-> s4
  s4 --> m1_end`);
  });

  it('draws every state of the project’s own definition once', () => {
    const mermaid = toMermaid(definitionText);
    for (const [name] of allStates(parseDefinition(definitionText))) {
      expect(mermaid.split(`"${name}"`)).toHaveLength(2);
    }
  });
});
