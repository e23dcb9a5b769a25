import type { DialectName } from '../../../shared/documents/firewall/registry.ts';
import { readAerleon } from './aerleon.ts';
import { readAsa } from './asa.ts';
import { readAzureNsg } from './azure-nsg.ts';
import { readCheckpoint } from './checkpoint.ts';
import { readFortios } from './fortios.ts';
import { readGcp } from './gcp.ts';
import { readIptables } from './iptables.ts';
import { readJunos } from './junos.ts';
import { readMud } from './mud.ts';
import { readNftables } from './nftables.ts';
import { readPanos } from './panos.ts';
import type { PermittedFlow } from './permitted.ts';
import { readPf } from './pf.ts';
import { readTerraformAws } from './terraform-aws.ts';
import { readWindowsFirewall } from './windows-firewall.ts';

/** A reader for every dialect: what its text permits, read by rules of the test's own. */
export const readers: Readonly<Record<DialectName, (text: string) => readonly PermittedFlow[]>> = {
  asa: readAsa,
  panos: readPanos,
  fortios: readFortios,
  junos: readJunos,
  checkpoint: readCheckpoint,
  nftables: readNftables,
  iptables: readIptables,
  pf: readPf,
  'windows-firewall': readWindowsFirewall,
  'terraform-aws': readTerraformAws,
  'azure-nsg': readAzureNsg,
  gcp: readGcp,
  aerleon: readAerleon,
  mud: readMud,
};
