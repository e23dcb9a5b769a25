import { describe, expect, it } from 'vitest';
import {
  choiceOf,
  dialectFormats,
  documentFormats,
  toggled,
} from '../../../../renderer/steps/request/export-formats.ts';
import { requestFormats } from '../../../../shared/documents/request-formats.ts';

describe('the formats that are written', () => {
  it('are every document and no firewall language, until somebody ticks one', () => {
    expect(choiceOf(null).formats).toEqual(documentFormats.map(({ name }) => name));
    expect([...documentFormats, ...dialectFormats].map(({ name }) => name).sort()).toEqual(
      [...requestFormats].sort(),
    );
    expect(dialectFormats.map(({ title }) => title)).toContain('Cisco ASA');
    expect(documentFormats.map(({ title }) => title)).toContain('PDF');
  });

  it('come back as they were chosen, in the order of the registry, without what is not known any more', () => {
    const choice = toggled(toggled(choiceOf(null), 'asa'), 'pdf');
    expect(choice.formats).toContain('asa');
    expect(choice.formats).not.toContain('pdf');
    expect(choiceOf(JSON.stringify(choice))).toEqual(choice);
    expect(choiceOf('{"formats":["asa","no-such-firewall","json"],"paper":"letter"}')).toEqual({
      formats: ['json', 'asa'],
      paper: 'letter',
    });
    for (const broken of ['', '[]', '{"formats":7}', '{"formats":[]}', 'null', '{{'])
      expect(choiceOf(broken)).toEqual(choiceOf(null));
  });
});
