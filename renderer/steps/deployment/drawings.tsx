import { t, tn } from '../../i18n/t.ts';

function Box({
  x,
  y,
  width,
  title,
  about,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly title: string;
  readonly about?: string;
}) {
  const middle = x + width / 2;
  const height = about === undefined ? 26 : 38;
  return (
    <>
      <rect x={x} y={y} width={width} height={height} rx="2" className="face" strokeWidth="1" />
      <text x={middle} y={y + 16.5} textAnchor="middle">
        {title}
      </text>
      {about === undefined ? null : (
        <text x={middle} y={y + 30} textAnchor="middle" className="t11 t2">
          {about}
        </text>
      )}
    </>
  );
}

function Port({
  x,
  y,
  name,
  empty = false,
}: {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly empty?: boolean;
}) {
  return (
    <>
      <rect
        x={x}
        y={y}
        width="40"
        height="20"
        rx="2"
        className={empty ? 'face' : 'ink-fill'}
        {...(empty ? { strokeWidth: 1.5, strokeDasharray: '3 2.5' } : {})}
      />
      <text x={x + 20} y={y + 14} textAnchor="middle" className={`t11 b ${empty ? 't2' : 'inverse'}`}>
        {name}
      </text>
    </>
  );
}

/** One cable from the LAN port; the WAN port is empty. */
export function OneArmDrawing({ node, rules }: { readonly node: string; readonly rules: number }) {
  return (
    <svg
      className="drawing"
      viewBox="0 0 470 196"
      role="img"
      aria-label={tn(
        'One-Arm: one cable from the LAN port of {{node}} to the network carries the only rule; the WAN port is empty',
        'One-Arm: one cable from the LAN port of {{node}} to the network carries all {{count}} rules; the WAN port is empty',
        rules,
        { node },
      )}
    >
      <rect x="150" y="12" width="170" height="52" rx="3" className="face" strokeWidth="2" />
      <path d="M164 24v8M169 24v8M174 24v8" className="ink" strokeWidth="1.5" />
      <text x="240" y="36" textAnchor="middle" className="b">
        {node}
      </text>
      <Port x={182} y={50} name="LAN" />
      <Port x={258} y={50} name="WAN" empty />
      <path d="M202 70V116" className="cable" />
      <text x="212" y="98" className="t11 t2">
        {tn('{{count}} rule', 'all {{count}} rules', rules)}
      </text>
      <text x="306" y="82" className="t11 t3">
        {t('unconnected')}
      </text>
      <path d="M278 72v6H302" className="edge" strokeWidth="1" strokeDasharray="2 2" />
      <path d="M8 116H462" className="ink" strokeWidth="2" />
      <circle cx="202" cy="116" r="4.5" className="cable-fill" />
      <path d="M60 116v24M170 116v24M406 116v24" className="ink" strokeWidth="1.5" />
      <Box x={8} y={140} width={104} title={t('Clients')} about={t('SMB, NFS, admins')} />
      <Box x={120} y={140} width={112} title={t('Servers')} about={t('DNS, NTP, AD')} />
      <Box x={348} y={140} width={116} title={t('Outside')} about={t('store, peers')} />
      <rect x="281" y="108" width="18" height="16" className="surface" />
      <path d="M290 86v22M290 124v22" className="ink" strokeWidth="7" />
      <path d="M280 116h20" className="ink" strokeWidth="2" />
      <text x="290" y="162" textAnchor="middle" className="t11 t2">
        {t('Firewall')}
      </text>
    </svg>
  );
}

/** LAN to the inner network, WAN through the firewall to the outside. */
export function InlineDrawing({
  node,
  lan,
  wan,
}: {
  readonly node: string;
  readonly lan: number;
  readonly wan: number;
}) {
  return (
    <svg
      className="drawing"
      viewBox="0 0 470 196"
      role="img"
      aria-label={t(
        'Inline: rules by the LAN port of {{node}} to the inner network: {{lan}}; by the WAN port through the firewall to the outside: {{wan}}',
        { node, lan, wan },
      )}
    >
      <rect x="166" y="70" width="124" height="56" rx="3" className="face" strokeWidth="2" />
      <path d="M180 82v8M185 82v8M190 82v8" className="ink" strokeWidth="1.5" />
      <text x="234" y="94" textAnchor="middle" className="b">
        {node}
      </text>
      <Port x={148} y={102} name="LAN" />
      <Port x={268} y={102} name="WAN" />
      <path d="M148 112H122" className="cable" />
      <path d="M122 34V164" className="ink" strokeWidth="2" />
      <circle cx="122" cy="112" r="4.5" className="cable-fill" />
      <path d="M112 40h10M112 98h10M112 156h10" className="ink" strokeWidth="1.5" />
      <Box x={8} y={21} width={104} title={t('Clients')} about={t('SMB, NFS, admins')} />
      <Box x={8} y={79} width={104} title={t('Servers')} about={t('DNS, NTP, AD')} />
      <Box x={8} y={137} width={104} title={t('Monitoring')} about={t('ping, syslog')} />
      <path d="M340 52v50M340 122v50" className="ink" strokeWidth="7" />
      <text x="340" y="188" textAnchor="middle" className="t11 t2">
        {t('Firewall')}
      </text>
      <path d="M308 112H362" className="cable" />
      <circle cx="362" cy="112" r="4.5" className="cable-fill" />
      <path d="M362 54V170" className="ink" strokeWidth="2" />
      <path d="M362 60h10M362 112h10M362 164h10" className="ink" strokeWidth="1.5" />
      <Box x={372} y={47} width={92} title={t('Object store')} />
      <Box x={372} y={99} width={92} title={t('Peer nodes')} />
      <Box x={372} y={151} width={92} title={t('Vendor')} />
      <text x="168" y="146" textAnchor="middle" className="t11 t2">
        {tn('{{count}} rule', '{{count}} rules', lan)}
      </text>
      <text x="288" y="146" textAnchor="middle" className="t11 t2">
        {tn('{{count}} rule', '{{count}} rules', wan)}
      </text>
    </svg>
  );
}
