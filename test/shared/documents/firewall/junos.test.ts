import { junos } from '../../../../shared/documents/firewall/junos.ts';
import { readJunos } from '../../../helpers/dialects/junos.ts';
import { dialectLaws } from '../../../helpers/dialects/laws.ts';

dialectLaws({
  name: 'junos',
  dialect: junos,
  read: readJunos,
  says: (address) => !address.startsWith('*.'),
  verify: 'show security match-policies',
});
