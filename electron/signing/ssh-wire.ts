export { WireError } from '../../shared/report/sshsig/wire.ts';
