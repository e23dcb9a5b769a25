# REVIEW BEFORE USE. Proposed rules of a firewall change request; the request decides, not this file.
# Request FCR-2026-014, revision A, 2026-11-17T08:40:00Z, SHA-256 aaaa aaaa aaaa
# Site Gdansk DC1, customer Baltycka Spolka Spedycyjna "Zuraw" S.A.
# Catalogue panzura-cloudfs 2026.1, Gatecheck 0.1.0
# Lines: 24 (14 required, 3 optional, 7 as published). Permit, stateful; source port chosen by the initiator.
# Nothing outside these rules is asked for. Where a zone, an interface or a list is named PLACEHOLDER, put in your own.
#
# HOW TO ATTACH: a security group holds for every address of the network interface that carries it, and its rules name
# the other side only. Attach each group to the one interface whose address its description gives, and to nothing else.
# If that interface has further addresses of the same family, the group would hold for them too: move them away first.
# Security groups are stateful. They also filter inside the subnet, and this file asks for nothing there.
# A rule whose name your configuration has already is the same rule: keep one of the two.
# Other security groups of the interface add their own rules: this file neither sees nor takes away any.

variable "vpc_id" {
  type        = string
  description = "The VPC of the nodes."
}

# Known from an earlier revision? Then keep yours and leave this block out.
resource "aws_security_group" "node_gdn_1_lan_10_20_0_10" {
  name        = "gatecheck-node-gdn-1-lan-10-20-0-10"
  description = "Only for the interface with 10.20.0.10. gdn-1, LAN port"
  vpc_id      = var.vpc_id
}

# Line 1: dns.gdn-1.out.lan.v4.required
# DNS. 53/tcp, 53/udp. Required. Started by node gdn-1, LAN port.
# Why: The node looks up names; long answers need TCP.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.53 --destination-port 53
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.53 --destination-port 53
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=dns.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_53_tcp_10_20_5_53" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.out.lan.v4.required: DNS"
  cidr_ipv4         = "10.20.5.53/32"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_53_udp_10_20_5_53" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.out.lan.v4.required: DNS"
  cidr_ipv4         = "10.20.5.53/32"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_53_tcp_10_20_5_54" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.out.lan.v4.required: DNS"
  cidr_ipv4         = "10.20.5.54/32"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_53_udp_10_20_5_54" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.out.lan.v4.required: DNS"
  cidr_ipv4         = "10.20.5.54/32"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.out.lan.v4.required" }
}

# Line 2: dns.gdn-1.in.lan.v4.as-published
# DNS. 53/tcp, 53/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a DNS server may start the session too.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.5.53 --destination-ip 10.20.0.10 --destination-port 53
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.5.53 --destination-ip 10.20.0.10 --destination-port 53
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=dns.gdn-1.in.lan.v4.as-published

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_53_tcp_10_20_5_53" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.in.lan.v4.as-published: DNS"
  cidr_ipv4         = "10.20.5.53/32"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_53_udp_10_20_5_53" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.in.lan.v4.as-published: DNS"
  cidr_ipv4         = "10.20.5.53/32"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_53_tcp_10_20_5_54" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.in.lan.v4.as-published: DNS"
  cidr_ipv4         = "10.20.5.54/32"
  ip_protocol       = "tcp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_53_udp_10_20_5_54" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "dns.gdn-1.in.lan.v4.as-published: DNS"
  cidr_ipv4         = "10.20.5.54/32"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  tags              = { GatecheckLine = "dns.gdn-1.in.lan.v4.as-published" }
}

# Line 3: ntp.gdn-1.out.lan.v4.required
# NTP. 123/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sets its clock.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.123 --destination-port 123
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=ntp.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_123_udp_10_20_5_123" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ntp.gdn-1.out.lan.v4.required: NTP"
  cidr_ipv4         = "10.20.5.123/32"
  ip_protocol       = "udp"
  from_port         = 123
  to_port           = 123
  tags              = { GatecheckLine = "ntp.gdn-1.out.lan.v4.required" }
}

# Line 4: ldap.gdn-1.out.lan.v4.required
# LDAP, Active Directory. 389/tcp, 389/udp. Required. Started by node gdn-1, LAN port.
# Why: The node finds a domain controller and reads users and groups.
# Names: 10.20.0.10 gdn-1, 10.20.5.11 dc1, 10.20.5.12 dc2
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.11 --destination-port 389
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.11 --destination-port 389
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=ldap.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_389_tcp_10_20_5_11" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.11/32"
  ip_protocol       = "tcp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_389_udp_10_20_5_11" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.11/32"
  ip_protocol       = "udp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_389_tcp_10_20_5_12" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.12/32"
  ip_protocol       = "tcp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_389_udp_10_20_5_12" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.12/32"
  ip_protocol       = "udp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.out.lan.v4.required" }
}

# Line 5: ldap.gdn-1.in.lan.v4.as-published
# LDAP, Active Directory. 389/tcp, 389/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a controller may start the session too.
# Names: 10.20.5.11 dc1, 10.20.5.12 dc2, 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.5.11 --destination-ip 10.20.0.10 --destination-port 389
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.5.11 --destination-ip 10.20.0.10 --destination-port 389
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=ldap.gdn-1.in.lan.v4.as-published

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_389_tcp_10_20_5_11" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.11/32"
  ip_protocol       = "tcp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_389_udp_10_20_5_11" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.11/32"
  ip_protocol       = "udp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_389_tcp_10_20_5_12" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.12/32"
  ip_protocol       = "tcp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_389_udp_10_20_5_12" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  cidr_ipv4         = "10.20.5.12/32"
  ip_protocol       = "udp"
  from_port         = 389
  to_port           = 389
  tags              = { GatecheckLine = "ldap.gdn-1.in.lan.v4.as-published" }
}

# Line 6: kerberos.gdn-1.out.lan.v4.required
# Kerberos. 88/tcp, 88/udp. Required. Started by node gdn-1, LAN port.
# Why: Sign-in to file shares.
# Names: 10.20.0.10 gdn-1, 10.20.5.11 dc1, 10.20.5.12 dc2
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.11 --destination-port 88
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.5.11 --destination-port 88
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=kerberos.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_88_tcp_10_20_5_11" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  cidr_ipv4         = "10.20.5.11/32"
  ip_protocol       = "tcp"
  from_port         = 88
  to_port           = 88
  tags              = { GatecheckLine = "kerberos.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_88_udp_10_20_5_11" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  cidr_ipv4         = "10.20.5.11/32"
  ip_protocol       = "udp"
  from_port         = 88
  to_port           = 88
  tags              = { GatecheckLine = "kerberos.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_88_tcp_10_20_5_12" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  cidr_ipv4         = "10.20.5.12/32"
  ip_protocol       = "tcp"
  from_port         = 88
  to_port           = 88
  tags              = { GatecheckLine = "kerberos.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_88_udp_10_20_5_12" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  cidr_ipv4         = "10.20.5.12/32"
  ip_protocol       = "udp"
  from_port         = 88
  to_port           = 88
  tags              = { GatecheckLine = "kerberos.gdn-1.out.lan.v4.required" }
}

# Line 7: icap.gdn-1.out.lan.v4.required
# Antivirus ICAP. 1344/tcp. Required. Started by node gdn-1, LAN port.
# Why: Antivirus scan of files.
# Names: 10.20.0.10 gdn-1, 10.20.9.9 Antivirus server
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.9.9 --destination-port 1344
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=icap.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_1344_tcp_10_20_9_9" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "icap.gdn-1.out.lan.v4.required: Antivirus ICAP"
  cidr_ipv4         = "10.20.9.9/32"
  ip_protocol       = "tcp"
  from_port         = 1344
  to_port           = 1344
  tags              = { GatecheckLine = "icap.gdn-1.out.lan.v4.required" }
}

# Line 8: webui.gdn-1.in.lan.v4.as-published
# WebUI. 80/tcp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Names: 10.20.1.0/27 Administrators, 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.1.1 --destination-ip 10.20.0.10 --destination-port 80
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=webui.gdn-1.in.lan.v4.as-published

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_80_tcp_10_20_1_0_27" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "webui.gdn-1.in.lan.v4.as-published: WebUI"
  cidr_ipv4         = "10.20.1.0/27"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  tags              = { GatecheckLine = "webui.gdn-1.in.lan.v4.as-published" }
}

# Line 9: webui.gdn-1.in.lan.v4.required
# WebUI. 443/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Names: 10.20.1.0/27 Administrators, 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.1.1 --destination-ip 10.20.0.10 --destination-port 443
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=webui.gdn-1.in.lan.v4.required

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_443_tcp_10_20_1_0_27" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "webui.gdn-1.in.lan.v4.required: WebUI"
  cidr_ipv4         = "10.20.1.0/27"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = { GatecheckLine = "webui.gdn-1.in.lan.v4.required" }
}

# Line 10: snmp.gdn-1.out.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 161/udp, 162/tcp. As published. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.1.40 --destination-port 161
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.1.40 --destination-port 161
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=snmp.gdn-1.out.lan.v4.as-published

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_161_tcp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "tcp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.as-published" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_161_udp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "udp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.as-published" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_162_tcp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "tcp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.as-published" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_161_tcp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "tcp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.as-published" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_161_udp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "udp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.as-published" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_162_tcp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "tcp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.as-published" }
}

# Line 11: snmp.gdn-1.out.lan.v4.required
# SNMP, SNMP traps. 162/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.1.40 --destination-port 162
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=snmp.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_162_udp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.required: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "udp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_162_udp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.out.lan.v4.required: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "udp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.out.lan.v4.required" }
}

# Line 12: snmp.gdn-1.in.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 162/tcp, 162/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.1.40 --destination-ip 10.20.0.10 --destination-port 161
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.1.40 --destination-ip 10.20.0.10 --destination-port 162
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=snmp.gdn-1.in.lan.v4.as-published

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_161_tcp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "tcp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_162_tcp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "tcp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_162_udp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "udp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_161_tcp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "tcp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_162_tcp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "tcp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.as-published" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_162_udp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "udp"
  from_port         = 162
  to_port           = 162
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.as-published" }
}

# Line 13: snmp.gdn-1.in.lan.v4.required
# SNMP, SNMP traps. 161/udp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.1.40 --destination-ip 10.20.0.10 --destination-port 161
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=snmp.gdn-1.in.lan.v4.required

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_161_udp_10_20_1_40" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.required: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.40/32"
  ip_protocol       = "udp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.required" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_161_udp_10_20_1_41" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "snmp.gdn-1.in.lan.v4.required: SNMP, SNMP traps"
  cidr_ipv4         = "10.20.1.41/32"
  ip_protocol       = "udp"
  from_port         = 161
  to_port           = 161
  tags              = { GatecheckLine = "snmp.gdn-1.in.lan.v4.required" }
}

# Line 14: syslog.gdn-1.out.lan.v4.required
# Syslog. 514/tcp, 514/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends its log to the remote syslog server. TCP or UDP is enough.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.1.60 --destination-port 514
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.20.1.60 --destination-port 514
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=syslog.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_514_tcp_10_20_1_60" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "syslog.gdn-1.out.lan.v4.required: Syslog"
  cidr_ipv4         = "10.20.1.60/32"
  ip_protocol       = "tcp"
  from_port         = 514
  to_port           = 514
  tags              = { GatecheckLine = "syslog.gdn-1.out.lan.v4.required" }
}

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_514_udp_10_20_1_60" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "syslog.gdn-1.out.lan.v4.required: Syslog"
  cidr_ipv4         = "10.20.1.60/32"
  ip_protocol       = "udp"
  from_port         = 514
  to_port           = 514
  tags              = { GatecheckLine = "syslog.gdn-1.out.lan.v4.required" }
}

# Line 15: ping.gdn-1.in.lan.v4.optional
# Ping. icmp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: Monitoring asks whether the node is up; the node replies.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=ping.gdn-1.in.lan.v4.optional

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_icmp_10_20_1_14" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ping.gdn-1.in.lan.v4.optional: Ping"
  cidr_ipv4         = "10.20.1.14/32"
  ip_protocol       = "icmp"
  from_port         = 8
  to_port           = 0
  tags              = { GatecheckLine = "ping.gdn-1.in.lan.v4.optional" }
}

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_icmp_10_20_1_50" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ping.gdn-1.in.lan.v4.optional: Ping"
  cidr_ipv4         = "10.20.1.50/32"
  ip_protocol       = "icmp"
  from_port         = 8
  to_port           = 0
  tags              = { GatecheckLine = "ping.gdn-1.in.lan.v4.optional" }
}

# Line 16: technician-ssh.gdn-1.in.lan.v4.optional
# Technician's SSH. 22/tcp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: The technician sets up and checks the node; for the installation only.
# TEMPORARY: for a limited time only. Take it out again when the work is done.
# Names: 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.1.14 --destination-ip 10.20.0.10 --destination-port 22
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=technician-ssh.gdn-1.in.lan.v4.optional

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_22_tcp_10_20_1_14" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "technician-ssh.gdn-1.in.lan.v4.optional: Technician_s SSH"
  cidr_ipv4         = "10.20.1.14/32"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  tags              = { GatecheckLine = "technician-ssh.gdn-1.in.lan.v4.optional" }
}

# Line 17: smb.gdn-1.in.lan.v4.required
# SMB file shares. 445/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Names: 10.20.32.0/20 Workplaces, 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.32.1 --destination-ip 10.20.0.10 --destination-port 445
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=smb.gdn-1.in.lan.v4.required

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_445_tcp_10_20_32_0_20" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "smb.gdn-1.in.lan.v4.required: SMB file shares"
  cidr_ipv4         = "10.20.32.0/20"
  ip_protocol       = "tcp"
  from_port         = 445
  to_port           = 445
  tags              = { GatecheckLine = "smb.gdn-1.in.lan.v4.required" }
}

# Line 18: smb.gdn-1.in.lan.v4.as-published
# SMB file shares. 445/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Names: 10.20.32.0/20 Workplaces, 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol udp --source PLACEHOLDER-ENI --source-ip 10.20.32.1 --destination-ip 10.20.0.10 --destination-port 445
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=smb.gdn-1.in.lan.v4.as-published

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_445_udp_10_20_32_0_20" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "smb.gdn-1.in.lan.v4.as-published: SMB file shares"
  cidr_ipv4         = "10.20.32.0/20"
  ip_protocol       = "udp"
  from_port         = 445
  to_port           = 445
  tags              = { GatecheckLine = "smb.gdn-1.in.lan.v4.as-published" }
}

# Line 19: ssh-peers.gdn-1.out.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by this node.
# Names: 10.20.0.10 gdn-1, 10.60.0.10 szz-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.20.0.10 --destination-ip 10.60.0.10 --destination-port 22
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=ssh-peers.gdn-1.out.lan.v4.required

resource "aws_vpc_security_group_egress_rule" "node_gdn_1_lan_10_20_0_10_out_22_tcp_10_60_0_10" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ssh-peers.gdn-1.out.lan.v4.required: SSH between nodes"
  cidr_ipv4         = "10.60.0.10/32"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  tags              = { GatecheckLine = "ssh-peers.gdn-1.out.lan.v4.required" }
}

# Line 20: ssh-peers.gdn-1.in.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by the other node.
# Names: 10.60.0.10 szz-1, 10.20.0.10 gdn-1
# Verify: aws ec2 create-network-insights-path --protocol tcp --source PLACEHOLDER-ENI --source-ip 10.60.0.10 --destination-ip 10.20.0.10 --destination-port 22
# and then: aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH
# Verify: aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=ssh-peers.gdn-1.in.lan.v4.required

resource "aws_vpc_security_group_ingress_rule" "node_gdn_1_lan_10_20_0_10_in_22_tcp_10_60_0_10" {
  security_group_id = aws_security_group.node_gdn_1_lan_10_20_0_10.id
  description       = "ssh-peers.gdn-1.in.lan.v4.required: SSH between nodes"
  cidr_ipv4         = "10.60.0.10/32"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  tags              = { GatecheckLine = "ssh-peers.gdn-1.in.lan.v4.required" }
}

# Line 21: support-assistance.gdn-1.out.lan.name.optional
# Support Assistance. 443/tcp. Optional. Started by node gdn-1, LAN port.
# Why: Vendor support. One of the ports 22, 80, 443 is enough.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 21, support-assistance.gdn-1.out.lan.name.optional: AWS security groups take addresses, not names: support-1.vendor.example.

# Line 22: licensing.gdn-1.out.lan.name.required
# Licensing. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: Token licences need the vendor's central licence server.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 22, licensing.gdn-1.out.lan.name.required: AWS security groups take addresses, not names: license-1.vendor.example.

# Line 23: object-store.gdn-1.out.lan.name.as-published
# Object store. 80/tcp. As published. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 23, object-store.gdn-1.out.lan.name.as-published: AWS security groups take addresses, not names: zuraw-gdn.objects.cloud.example.

# Line 24: object-store.gdn-1.out.lan.name.required
# Object store. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 24, object-store.gdn-1.out.lan.name.required: AWS security groups take addresses, not names: zuraw-gdn.objects.cloud.example.
