import { describe, expect, it } from '@jest/globals';
import {
  checkSubstitutions,
  definitionText,
  placeholdersOf,
  renderDefinition,
  SubstitutionError,
} from '../../workflow/substitutions.ts';

const values = {
  WatermarkParameterName: '/tv-guide/watermarks',
  ListNewTitlesFunctionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:list-new-titles',
  FetchTitleDetailsFunctionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:fetch-title-details',
  PublishTitlesFunctionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:publish-titles',
  BatchesAtOnce: '4',
  TitlesAtOnce: '10',
};

describe('renderDefinition', () => {
  it('leaves no placeholder and changes nothing else', () => {
    const rendered = renderDefinition(values);

    expect(placeholdersOf(rendered)).toEqual([]);
    expect(JSON.parse(rendered)).toMatchObject({
      States: { 'Ingest titles': { MaxConcurrency: '{% 4 %}', Label: 'IngestTitles' } },
    });
    expect(rendered.split('\n')).toHaveLength(definitionText.split('\n').length);
  });

  it('keeps the definition JSON whatever the values hold', () => {
    const rendered = renderDefinition({ ...values, WatermarkParameterName: 'a"b\\c' });

    expect(JSON.parse(rendered)).toMatchObject({
      States: { 'Read watermark': { Arguments: { Name: 'a"b\\c' } } },
    });
  });
});

describe('checkSubstitutions', () => {
  it('accepts exactly the placeholders of the definition', () => {
    expect(() => checkSubstitutions(definitionText, values)).not.toThrow();
  });

  it('names what is missing and what is unused', () => {
    const { TitlesAtOnce, ...rest } = values;

    expect(() => checkSubstitutions(definitionText, { ...rest, TitlesAtATime: TitlesAtOnce })).toThrow(
      new SubstitutionError(['TitlesAtOnce'], ['TitlesAtATime']),
    );
  });
});
