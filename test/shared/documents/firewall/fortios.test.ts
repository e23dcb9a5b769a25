import { fortios } from '../../../../shared/documents/firewall/fortios.ts';
import { fillInPolicyNumbers, readFortios } from '../../../helpers/dialects/fortios.ts';
import { dialectLaws } from '../../../helpers/dialects/laws.ts';

dialectLaws({
  name: 'fortios',
  dialect: fortios,
  read: readFortios,
  says: () => true,
  fillIn: fillInPolicyNumbers,
  verify: 'diagnose firewall iprope lookup',
});
