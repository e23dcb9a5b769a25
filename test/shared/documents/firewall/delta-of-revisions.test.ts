import { describe, expect, it } from 'vitest';
import { asa } from '../../../../shared/documents/firewall/asa.ts';
import { checkpoint } from '../../../../shared/documents/firewall/checkpoint.ts';
import { fortios } from '../../../../shared/documents/firewall/fortios.ts';
import { iptables } from '../../../../shared/documents/firewall/iptables.ts';
import { junos } from '../../../../shared/documents/firewall/junos.ts';
import { nftables } from '../../../../shared/documents/firewall/nftables.ts';
import { panos } from '../../../../shared/documents/firewall/panos.ts';
import { windowsFirewall } from '../../../../shared/documents/firewall/windows-firewall.ts';
import { readAsa } from '../../../helpers/dialects/asa.ts';
import { readCheckpoint } from '../../../helpers/dialects/checkpoint.ts';
import { fillInPolicyNumbers, readFortios } from '../../../helpers/dialects/fortios.ts';
import { readIptables } from '../../../helpers/dialects/iptables.ts';
import { readJunos } from '../../../helpers/dialects/junos.ts';
import { readNftables } from '../../../helpers/dialects/nftables.ts';
import { readPanos } from '../../../helpers/dialects/panos.ts';
import { flowKeys } from '../../../helpers/dialects/permitted.ts';
import { revisionsOfSite } from '../../../helpers/dialects/revisions.ts';
import { readWindowsFirewall } from '../../../helpers/dialects/windows-firewall.ts';

const { first, delta, whole } = revisionsOfSite();

describe('revision B as a delta to A', () => {
  it('has lines of every kind', () => {
    const ids = (change: string): string[] =>
      delta.rules.filter((rule) => rule.change === change).map(({ id }) => id);
    const [added, removed] = [ids('add'), ids('remove')];
    expect(added).toContain('icap-2.gdn-1.out.lan.v4.required');
    expect(removed).toContain('syslog.gdn-1.out.lan.v4.required');
    expect(added.filter((id) => removed.includes(id))).toContain('dns.gdn-1.out.lan.v4.required');
    expect(delta.rules.length).toBeLessThan(whole.rules.length);
  });

  it.each([
    { dialect: asa, read: readAsa },
    { dialect: panos, read: readPanos },
    { dialect: fortios, read: readFortios },
    { dialect: junos, read: readJunos },
    { dialect: checkpoint, read: readCheckpoint },
    { dialect: nftables, read: readNftables },
    { dialect: iptables, read: readIptables },
    { dialect: windowsFirewall, read: readWindowsFirewall },
  ])(
    'entered after A, leaves a device of $dialect.title with what B permits, and no more',
    ({ dialect, read }) => {
      const before = dialect.write(first).text;
      const change = dialect.write(delta).text;
      const then = read(before + (dialect === fortios ? fillInPolicyNumbers(change, before) : change));
      expect(flowKeys(then)).toEqual(flowKeys(read(dialect.write(whole).text)));
      expect(flowKeys(then)).not.toEqual(flowKeys(read(before)));
    },
  );
});
