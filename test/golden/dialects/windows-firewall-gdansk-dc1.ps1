# REVIEW BEFORE USE. Proposed rules of a firewall change request; the request decides, not this file.
# Request FCR-2026-014, revision A, 2026-11-17T08:40:00Z, SHA-256 aaaa aaaa aaaa
# Site Gdansk DC1, customer Baltycka Spolka Spedycyjna "Zuraw" S.A.
# Catalogue panzura-cloudfs 2026.1, Gatecheck 0.1.0
# Lines: 24 (14 required, 3 optional, 7 as published). Permit, stateful; source port chosen by the initiator.
# Nothing outside these rules is asked for. Where a zone, an interface or a list is named PLACEHOLDER, put in your own.
#
# How to use it
#   For the Windows computers that the node speaks with. In an elevated PowerShell on each of them: a rule names the
#   computers that it is for by LocalAddress, so on any other computer it permits nothing.
#   Inbound rules are needed where Windows blocks what arrives, which it does unless told otherwise; Outbound rules only
#   where the outbound default is Block.
#

# Line 1: dns.gdn-1.out.lan.v4.required
# DNS. 53/tcp, 53/udp. Required. Started by node gdn-1, LAN port.
# Why: The node looks up names; long answers need TCP.
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.5.53: Get-NetTCPConnection -LocalPort 53 -RemoteAddress 10.20.0.10
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-dns.gdn-1.out.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 1 TCP: DNS'
    Description = 'dns.gdn-1.out.lan.v4.required, line 1: DNS'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.5.53', '10.20.5.54')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('53')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-dns.gdn-1.out.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 1 UDP: DNS'
    Description = 'dns.gdn-1.out.lan.v4.required, line 1: DNS'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.5.53', '10.20.5.54')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('53')
}
New-NetFirewallRule @rule

# Line 2: dns.gdn-1.in.lan.v4.as-published
# DNS. 53/tcp, 53/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a DNS server may start the session too.
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.5.53: Test-NetConnection -ComputerName 10.20.0.10 -Port 53
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-dns.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-dns.gdn-1.in.lan.v4.as-published.tcp'
    DisplayName = 'Gatecheck line 2 TCP: DNS'
    Description = 'dns.gdn-1.in.lan.v4.as-published, line 2: DNS'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.5.53', '10.20.5.54')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('53')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-dns.gdn-1.in.lan.v4.as-published.udp'
    DisplayName = 'Gatecheck line 2 UDP: DNS'
    Description = 'dns.gdn-1.in.lan.v4.as-published, line 2: DNS'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.5.53', '10.20.5.54')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('53')
}
New-NetFirewallRule @rule

# Line 3: ntp.gdn-1.out.lan.v4.required
# NTP. 123/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sets its clock.
# Verify: Get-NetFirewallRule -Name 'gc-ntp.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ntp.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-ntp.gdn-1.out.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 3 UDP: NTP'
    Description = 'ntp.gdn-1.out.lan.v4.required, line 3: NTP'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.5.123')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('123')
}
New-NetFirewallRule @rule

# Line 4: ldap.gdn-1.out.lan.v4.required
# LDAP, Active Directory. 389/tcp, 389/udp. Required. Started by node gdn-1, LAN port.
# Why: The node finds a domain controller and reads users and groups.
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.5.11: Get-NetTCPConnection -LocalPort 389 -RemoteAddress 10.20.0.10
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-ldap.gdn-1.out.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 4 TCP: LDAP, Active Directory'
    Description = 'ldap.gdn-1.out.lan.v4.required, line 4: LDAP, Active Directory'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.5.11', '10.20.5.12')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('389')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-ldap.gdn-1.out.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 4 UDP: LDAP, Active Directory'
    Description = 'ldap.gdn-1.out.lan.v4.required, line 4: LDAP, Active Directory'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.5.11', '10.20.5.12')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('389')
}
New-NetFirewallRule @rule

# Line 5: ldap.gdn-1.in.lan.v4.as-published
# LDAP, Active Directory. 389/tcp, 389/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a controller may start the session too.
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.5.11: Test-NetConnection -ComputerName 10.20.0.10 -Port 389
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ldap.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-ldap.gdn-1.in.lan.v4.as-published.tcp'
    DisplayName = 'Gatecheck line 5 TCP: LDAP, Active Directory'
    Description = 'ldap.gdn-1.in.lan.v4.as-published, line 5: LDAP, Active Directory'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.5.11', '10.20.5.12')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('389')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-ldap.gdn-1.in.lan.v4.as-published.udp'
    DisplayName = 'Gatecheck line 5 UDP: LDAP, Active Directory'
    Description = 'ldap.gdn-1.in.lan.v4.as-published, line 5: LDAP, Active Directory'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.5.11', '10.20.5.12')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('389')
}
New-NetFirewallRule @rule

# Line 6: kerberos.gdn-1.out.lan.v4.required
# Kerberos. 88/tcp, 88/udp. Required. Started by node gdn-1, LAN port.
# Why: Sign-in to file shares.
# Verify: Get-NetFirewallRule -Name 'gc-kerberos.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-kerberos.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.5.11: Get-NetTCPConnection -LocalPort 88 -RemoteAddress 10.20.0.10
# Verify: Get-NetFirewallRule -Name 'gc-kerberos.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-kerberos.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-kerberos.gdn-1.out.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 6 TCP: Kerberos'
    Description = 'kerberos.gdn-1.out.lan.v4.required, line 6: Kerberos'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.5.11', '10.20.5.12')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('88')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-kerberos.gdn-1.out.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 6 UDP: Kerberos'
    Description = 'kerberos.gdn-1.out.lan.v4.required, line 6: Kerberos'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.5.11', '10.20.5.12')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('88')
}
New-NetFirewallRule @rule

# Line 7: icap.gdn-1.out.lan.v4.required
# Antivirus ICAP. 1344/tcp. Required. Started by node gdn-1, LAN port.
# Why: Antivirus scan of files.
# Verify: Get-NetFirewallRule -Name 'gc-icap.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-icap.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.9.9: Get-NetTCPConnection -LocalPort 1344 -RemoteAddress 10.20.0.10
$rule = @{
    Name = 'gc-icap.gdn-1.out.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 7 TCP: Antivirus ICAP'
    Description = 'icap.gdn-1.out.lan.v4.required, line 7: Antivirus ICAP'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.9.9')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('1344')
}
New-NetFirewallRule @rule

# Line 8: webui.gdn-1.in.lan.v4.as-published
# WebUI. 80/tcp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Verify: Get-NetFirewallRule -Name 'gc-webui.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-webui.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.1.1: Test-NetConnection -ComputerName 10.20.0.10 -Port 80
$rule = @{
    Name = 'gc-webui.gdn-1.in.lan.v4.as-published.tcp'
    DisplayName = 'Gatecheck line 8 TCP: WebUI'
    Description = 'webui.gdn-1.in.lan.v4.as-published, line 8: WebUI'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.1.0/27')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('80')
}
New-NetFirewallRule @rule

# Line 9: webui.gdn-1.in.lan.v4.required
# WebUI. 443/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Verify: Get-NetFirewallRule -Name 'gc-webui.gdn-1.in.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-webui.gdn-1.in.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.1.1: Test-NetConnection -ComputerName 10.20.0.10 -Port 443
$rule = @{
    Name = 'gc-webui.gdn-1.in.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 9 TCP: WebUI'
    Description = 'webui.gdn-1.in.lan.v4.required, line 9: WebUI'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.1.0/27')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('443')
}
New-NetFirewallRule @rule

# Line 10: snmp.gdn-1.out.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 161/udp, 162/tcp. As published. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.out.lan.v4.as-published.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.out.lan.v4.as-published.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.1.40: Get-NetTCPConnection -LocalPort 161 -RemoteAddress 10.20.0.10
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.out.lan.v4.as-published.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.out.lan.v4.as-published.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-snmp.gdn-1.out.lan.v4.as-published.tcp'
    DisplayName = 'Gatecheck line 10 TCP: SNMP, SNMP traps'
    Description = 'snmp.gdn-1.out.lan.v4.as-published, line 10: SNMP, SNMP traps'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.1.40', '10.20.1.41')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('161', '162')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-snmp.gdn-1.out.lan.v4.as-published.udp'
    DisplayName = 'Gatecheck line 10 UDP: SNMP, SNMP traps'
    Description = 'snmp.gdn-1.out.lan.v4.as-published, line 10: SNMP, SNMP traps'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.1.40', '10.20.1.41')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('161')
}
New-NetFirewallRule @rule

# Line 11: snmp.gdn-1.out.lan.v4.required
# SNMP, SNMP traps. 162/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-snmp.gdn-1.out.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 11 UDP: SNMP, SNMP traps'
    Description = 'snmp.gdn-1.out.lan.v4.required, line 11: SNMP, SNMP traps'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.1.40', '10.20.1.41')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('162')
}
New-NetFirewallRule @rule

# Line 12: snmp.gdn-1.in.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 162/tcp, 162/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.in.lan.v4.as-published.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.1.40: Test-NetConnection -ComputerName 10.20.0.10 -Port 161
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-snmp.gdn-1.in.lan.v4.as-published.tcp'
    DisplayName = 'Gatecheck line 12 TCP: SNMP, SNMP traps'
    Description = 'snmp.gdn-1.in.lan.v4.as-published, line 12: SNMP, SNMP traps'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.1.40', '10.20.1.41')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('161', '162')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-snmp.gdn-1.in.lan.v4.as-published.udp'
    DisplayName = 'Gatecheck line 12 UDP: SNMP, SNMP traps'
    Description = 'snmp.gdn-1.in.lan.v4.as-published, line 12: SNMP, SNMP traps'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.1.40', '10.20.1.41')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('162')
}
New-NetFirewallRule @rule

# Line 13: snmp.gdn-1.in.lan.v4.required
# SNMP, SNMP traps. 161/udp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.in.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-snmp.gdn-1.in.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-snmp.gdn-1.in.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 13 UDP: SNMP, SNMP traps'
    Description = 'snmp.gdn-1.in.lan.v4.required, line 13: SNMP, SNMP traps'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.1.40', '10.20.1.41')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('161')
}
New-NetFirewallRule @rule

# Line 14: syslog.gdn-1.out.lan.v4.required
# Syslog. 514/tcp, 514/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends its log to the remote syslog server. TCP or UDP is enough.
# Verify: Get-NetFirewallRule -Name 'gc-syslog.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-syslog.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.1.60: Get-NetTCPConnection -LocalPort 514 -RemoteAddress 10.20.0.10
# Verify: Get-NetFirewallRule -Name 'gc-syslog.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-syslog.gdn-1.out.lan.v4.required.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-syslog.gdn-1.out.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 14 TCP: Syslog'
    Description = 'syslog.gdn-1.out.lan.v4.required, line 14: Syslog'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.1.60')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('514')
}
New-NetFirewallRule @rule
$rule = @{
    Name = 'gc-syslog.gdn-1.out.lan.v4.required.udp'
    DisplayName = 'Gatecheck line 14 UDP: Syslog'
    Description = 'syslog.gdn-1.out.lan.v4.required, line 14: Syslog'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.1.60')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('514')
}
New-NetFirewallRule @rule

# Line 15: ping.gdn-1.in.lan.v4.optional
# Ping. icmp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: Monitoring asks whether the node is up; the node replies.
# Verify: Get-NetFirewallRule -Name 'gc-ping.gdn-1.in.lan.v4.optional.icmp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ping.gdn-1.in.lan.v4.optional.icmp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-ping.gdn-1.in.lan.v4.optional.icmp'
    DisplayName = 'Gatecheck line 15 ICMP: Ping'
    Description = 'ping.gdn-1.in.lan.v4.optional, line 15: Ping'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'ICMPv4'
    LocalAddress = @('10.20.1.14', '10.20.1.50')
    RemoteAddress = @('10.20.0.10')
    IcmpType = '8'
}
New-NetFirewallRule @rule

# Line 16: technician-ssh.gdn-1.in.lan.v4.optional
# Technician's SSH. 22/tcp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: The technician sets up and checks the node; for the installation only.
# TEMPORARY: for a limited time only. Take it out again when the work is done.
# Verify: Get-NetFirewallRule -Name 'gc-technician-ssh.gdn-1.in.lan.v4.optional.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-technician-ssh.gdn-1.in.lan.v4.optional.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.1.14: Test-NetConnection -ComputerName 10.20.0.10 -Port 22
$rule = @{
    Name = 'gc-technician-ssh.gdn-1.in.lan.v4.optional.tcp'
    DisplayName = 'Gatecheck line 16 TCP: Technician_s SSH'
    Description = 'technician-ssh.gdn-1.in.lan.v4.optional, line 16, temporary: Technician_s SSH'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.1.14')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('22')
}
New-NetFirewallRule @rule

# Line 17: smb.gdn-1.in.lan.v4.required
# SMB file shares. 445/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Verify: Get-NetFirewallRule -Name 'gc-smb.gdn-1.in.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-smb.gdn-1.in.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.20.32.1: Test-NetConnection -ComputerName 10.20.0.10 -Port 445
$rule = @{
    Name = 'gc-smb.gdn-1.in.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 17 TCP: SMB file shares'
    Description = 'smb.gdn-1.in.lan.v4.required, line 17: SMB file shares'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.20.32.0/20')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('445')
}
New-NetFirewallRule @rule

# Line 18: smb.gdn-1.in.lan.v4.as-published
# SMB file shares. 445/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Verify: Get-NetFirewallRule -Name 'gc-smb.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-smb.gdn-1.in.lan.v4.as-published.udp' | Get-NetFirewallPortFilter
$rule = @{
    Name = 'gc-smb.gdn-1.in.lan.v4.as-published.udp'
    DisplayName = 'Gatecheck line 18 UDP: SMB file shares'
    Description = 'smb.gdn-1.in.lan.v4.as-published, line 18: SMB file shares'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'UDP'
    LocalAddress = @('10.20.32.0/20')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('445')
}
New-NetFirewallRule @rule

# Line 19: ssh-peers.gdn-1.out.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by this node.
# Verify: Get-NetFirewallRule -Name 'gc-ssh-peers.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ssh-peers.gdn-1.out.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.60.0.10: Get-NetTCPConnection -LocalPort 22 -RemoteAddress 10.20.0.10
$rule = @{
    Name = 'gc-ssh-peers.gdn-1.out.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 19 TCP: SSH between nodes'
    Description = 'ssh-peers.gdn-1.out.lan.v4.required, line 19: SSH between nodes'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Inbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.60.0.10')
    RemoteAddress = @('10.20.0.10')
    LocalPort = @('22')
}
New-NetFirewallRule @rule

# Line 20: ssh-peers.gdn-1.in.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by the other node.
# Verify: Get-NetFirewallRule -Name 'gc-ssh-peers.gdn-1.in.lan.v4.required.tcp' | Get-NetFirewallAddressFilter
# Verify: Get-NetFirewallRule -Name 'gc-ssh-peers.gdn-1.in.lan.v4.required.tcp' | Get-NetFirewallPortFilter
# Verify, on 10.60.0.10: Test-NetConnection -ComputerName 10.20.0.10 -Port 22
$rule = @{
    Name = 'gc-ssh-peers.gdn-1.in.lan.v4.required.tcp'
    DisplayName = 'Gatecheck line 20 TCP: SSH between nodes'
    Description = 'ssh-peers.gdn-1.in.lan.v4.required, line 20: SSH between nodes'
    Group = 'Gatecheck FCR-2026-014-A'
    Direction = 'Outbound'
    Action = 'Allow'
    Protocol = 'TCP'
    LocalAddress = @('10.60.0.10')
    RemoteAddress = @('10.20.0.10')
    RemotePort = @('22')
}
New-NetFirewallRule @rule

# Line 21: support-assistance.gdn-1.out.lan.name.optional
# Support Assistance. 443/tcp. Optional. Started by node gdn-1, LAN port.
# Why: Vendor support. One of the ports 22, 80, 443 is enough.
# NOT WRITTEN: line 21, support-assistance.gdn-1.out.lan.name.optional: support-1.vendor.example is not expressible here: Windows Firewall compares addresses, not names. Put the addresses in that the name has for you.

# Line 22: licensing.gdn-1.out.lan.name.required
# Licensing. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: Token licences need the vendor's central licence server.
# NOT WRITTEN: line 22, licensing.gdn-1.out.lan.name.required: license-1.vendor.example is not expressible here: Windows Firewall compares addresses, not names. Put the addresses in that the name has for you.

# Line 23: object-store.gdn-1.out.lan.name.as-published
# Object store. 80/tcp. As published. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# NOT WRITTEN: line 23, object-store.gdn-1.out.lan.name.as-published: zuraw-gdn.objects.cloud.example is not expressible here: Windows Firewall compares addresses, not names. Put the addresses in that the name has for you.

# Line 24: object-store.gdn-1.out.lan.name.required
# Object store. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# NOT WRITTEN: line 24, object-store.gdn-1.out.lan.name.required: zuraw-gdn.objects.cloud.example is not expressible here: Windows Firewall compares addresses, not names. Put the addresses in that the name has for you.
