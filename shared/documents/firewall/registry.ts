import { asa } from './asa.ts';
import { junos } from './junos.ts';
import { fortios } from './fortios.ts';
import { checkpoint } from './checkpoint.ts';
import { panos } from './panos.ts';
import { aerleon } from './aerleon.ts';
import { azureNsg } from './azure-nsg.ts';
import { gcp } from './gcp.ts';
import { iptables } from './iptables.ts';
import { mud } from './mud.ts';
import { nftables } from './nftables.ts';
import { pf } from './pf.ts';
import { terraformAws } from './terraform-aws.ts';
import { windowsFirewall } from './windows-firewall.ts';
import type { Dialect } from './types.ts';

/** Every firewall language that a request can be written in, by the word that `--format` takes: one file and one line each. */
export const dialects = {
  asa,
  panos,
  fortios,
  junos,
  checkpoint,
  nftables,
  iptables,
  pf,
  'windows-firewall': windowsFirewall,
  'terraform-aws': terraformAws,
  'azure-nsg': azureNsg,
  gcp,
  aerleon,
  mud,
} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof dialects;
