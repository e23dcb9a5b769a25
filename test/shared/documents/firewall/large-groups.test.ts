import { describe, expect, it } from 'vitest';
import { asa } from '../../../../shared/documents/firewall/asa.ts';
import { checkpoint } from '../../../../shared/documents/firewall/checkpoint.ts';
import { fortios } from '../../../../shared/documents/firewall/fortios.ts';
import { junos } from '../../../../shared/documents/firewall/junos.ts';
import { firewallInput } from '../../../../shared/documents/firewall/normalise.ts';
import { panos } from '../../../../shared/documents/firewall/panos.ts';
import { readAsa } from '../../../helpers/dialects/asa.ts';
import { readCheckpoint } from '../../../helpers/dialects/checkpoint.ts';
import { readFortios } from '../../../helpers/dialects/fortios.ts';
import { readJunos } from '../../../helpers/dialects/junos.ts';
import { readPanos } from '../../../helpers/dialects/panos.ts';
import { requestOfSite } from '../request-of-site.ts';

const many = Array.from({ length: 500 }, (_, index) => `10.40.${index >> 8}.${index & 255}`);
const { facts, digest } = requestOfSite('gdansk-dc1', (json) => {
  json['endpoints'] = { ...(json['endpoints'] as object), smbClients: many };
});
const input = firewallInput(facts, digest);

describe('a rule with 500 sources', () => {
  it.each([
    { dialect: asa, read: readAsa },
    { dialect: panos, read: readPanos },
    { dialect: fortios, read: readFortios },
    { dialect: junos, read: readJunos },
    { dialect: checkpoint, read: readCheckpoint },
  ])('keeps every one of them in $dialect.title, in lines that a terminal takes', ({ dialect, read }) => {
    const { text } = dialect.write(input);
    const sources = read(text).flatMap(({ from, to, service }) =>
      to === '10.20.0.10' && service === '445/tcp' ? [from] : [],
    );
    expect(sources.sort()).toEqual([...many].sort());
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(1200);
  });
});
