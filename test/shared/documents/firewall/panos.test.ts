import { panos } from '../../../../shared/documents/firewall/panos.ts';
import { readPanos } from '../../../helpers/dialects/panos.ts';
import { dialectLaws } from '../../../helpers/dialects/laws.ts';

dialectLaws({
  name: 'panos',
  dialect: panos,
  read: readPanos,
  says: (address) => !address.startsWith('*.'),
  verify: 'test security-policy-match',
});
