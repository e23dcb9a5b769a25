import { asa } from '../../../../shared/documents/firewall/asa.ts';
import { readAsa } from '../../../helpers/dialects/asa.ts';
import { dialectLaws } from '../../../helpers/dialects/laws.ts';

dialectLaws({
  name: 'asa',
  dialect: asa,
  read: readAsa,
  says: (address) => !address.startsWith('*.'),
  verify: 'packet-tracer input',
});
