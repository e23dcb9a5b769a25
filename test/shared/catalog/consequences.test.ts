import { describe, expect, it } from 'vitest';
import { findConsequences, lintConsequences } from '../../../shared/catalog/consequences.ts';
import { panzura } from '../../helpers/site-fixtures.ts';

const catalog = panzura();
const shipped = findConsequences(catalog);
if (shipped === null) throw new Error('No consequences for the catalogue.');
const consequences = shipped;

describe('the consequences of denials', () => {
  it('speak of every feature and every entry of the catalogue, and of nothing else', () => {
    expect(lintConsequences(consequences, catalog)).toEqual([]);
  });

  it('say of every need whether the source states it', () => {
    const stated = Object.values(consequences.features).flatMap(({ needs }) =>
      needs.flatMap((need) => (need.kind === 'entry' && need.basis === 'source' ? [need.entry] : [])),
    );
    for (const id of stated)
      expect(catalog.entries.find((entry) => entry.id === id)?.published?.condition, id).not.toBeNull();
  });

  it('that name an unknown entry, a wrong direction, an unknown feature or a ring are refused with the place', () => {
    const smb = consequences.features['smb'];
    if (smb === undefined) throw new Error('No SMB.');
    const broken = {
      ...consequences,
      features: {
        ...consequences.features,
        smb: {
          ...smb,
          needs: smb.needs.map((need, index) => {
            if (need.kind === 'entry')
              return { ...need, ...(index === 0 ? { direction: 'out' as const } : { entry: 'kerbros' }) };
            return need.feature === 'file-data'
              ? { ...need, feature: 'smb' }
              : { ...need, feature: `${need.feature}x` };
          }),
        },
      },
    };
    const findings = lintConsequences(broken, catalog).map(({ path, message }) => `${path}: ${message}`);
    expect(findings.join('\n')).toContain('features.smb.needs[0].direction: smb has no direction "out".');
    expect(findings.join('\n')).toMatch(/features\.smb\.needs\[1\]\.entry: .*kerbros.*kerberos/);
    expect(findings.join('\n')).toMatch(/features\.smb\.needs\[2\]\.feature: .*activeDirectoryx/);
    expect(findings).toContain('features.smb.needs: It needs itself, over other features.');
  });

  it('that leave an entry or a feature out are refused', () => {
    const { smb, ...rest } = consequences.features;
    expect(smb).toBeDefined();
    const findings = lintConsequences({ ...consequences, features: rest }, catalog);
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['It says nothing of the feature "smb".', 'No feature needs the entry "smb".']),
    );
  });
});
