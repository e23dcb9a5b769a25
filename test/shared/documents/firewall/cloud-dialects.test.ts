import { describe } from 'vitest';
import { aerleon } from '../../../../shared/documents/firewall/aerleon.ts';
import { azureNsg } from '../../../../shared/documents/firewall/azure-nsg.ts';
import { gcp } from '../../../../shared/documents/firewall/gcp.ts';
import { mud } from '../../../../shared/documents/firewall/mud.ts';
import { terraformAws } from '../../../../shared/documents/firewall/terraform-aws.ts';
import type { FirewallAddress } from '../../../../shared/documents/firewall/types.ts';
import { readAerleon } from '../../../helpers/dialects/aerleon.ts';
import { readAzureNsg } from '../../../helpers/dialects/azure-nsg.ts';
import { testDialect, testRandomSites, type CloudDialect } from '../../../helpers/dialects/cloud-laws.ts';
import { readGcp } from '../../../helpers/dialects/gcp.ts';
import { readMud } from '../../../helpers/dialects/mud.ts';
import { readTerraformAws } from '../../../helpers/dialects/terraform-aws.ts';

const isIp = ({ address }: FirewallAddress): boolean => address.kind === 'host' || address.kind === 'network';
const isIpOrName = (one: FirewallAddress): boolean => isIp(one) || one.address.kind === 'name';

const clouds: readonly CloudDialect[] = [
  {
    golden: 'terraform-aws-gdansk-dc1.tf',
    dialect: terraformAws,
    read: readTerraformAws,
    says: ({ from, to }) => isIp(from) && isIp(to),
  },
  {
    golden: 'azure-nsg-gdansk-dc1.tf',
    dialect: azureNsg,
    read: readAzureNsg,
    says: ({ from, to, service }) => isIp(from) && isIp(to) && service.kind === 'port',
  },
  {
    golden: 'gcp-gdansk-dc1.tf',
    dialect: gcp,
    read: readGcp,
    says: ({ from, to, service }) => isIpOrName(from) && isIpOrName(to) && service.kind === 'port',
  },
  {
    golden: 'aerleon-gdansk-dc1.yaml',
    dialect: aerleon,
    read: readAerleon,
    says: ({ from, to }) => isIp(from) && isIp(to),
  },
  {
    golden: 'mud-gdansk-dc1.json',
    dialect: mud,
    read: readMud,
    says: ({ from, to }) => isIpOrName(from) && isIpOrName(to),
  },
];

describe.each(clouds.map((cloud) => ({ title: cloud.dialect.title, cloud })))('$title', ({ cloud }) => {
  testDialect(cloud);
});

describe('The dialects of clouds and of tools', () => {
  testRandomSites(clouds, 60);
});
