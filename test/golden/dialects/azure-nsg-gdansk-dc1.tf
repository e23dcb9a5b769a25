# REVIEW BEFORE USE. Proposed rules of a firewall change request; the request decides, not this file.
# Request FCR-2026-014, revision A, 2026-11-17T08:40:00Z, SHA-256 aaaa aaaa aaaa
# Site Gdansk DC1, customer Baltycka Spolka Spedycyjna "Zuraw" S.A.
# Catalogue panzura-cloudfs 2026.1, Gatecheck 0.1.0
# Lines: 24 (14 required, 3 optional, 7 as published). Permit, stateful; source port chosen by the initiator.
# Nothing outside these rules is asked for. Where a zone, an interface or a list is named PLACEHOLDER, put in your own.
#
# HOW TO ATTACH: one network security group for each node, at its network interfaces. Every rule names both sides, so a
# group that has other rules already will do, too. Priorities count up from nsg_first_priority; 100 to 4096 are possible.
# THE DEFAULT RULES STAY: 65000 and 65001 let a virtual network talk inside itself and out to the internet. These rules
# only add to that. To permit nothing else, put your own deny rules behind them; this file closes nothing.
# Network security groups are stateful. They also filter inside the subnet, and this file asks for nothing there.

variable "resource_group_name" {
  type        = string
  description = "Resource group of the network security groups."
}

variable "nsg_first_priority" {
  type        = number
  description = "Lowest priority that is free in all these groups_ the rules count up from it."
}

variable "nsg_of_gdn_1" {
  type        = string
  description = "Name of the network security group of gdn-1."
}

# Line 1: dns.gdn-1.out.lan.v4.required
# DNS. 53/tcp, 53/udp. Required. Started by node gdn-1, LAN port.
# Why: The node looks up names; long answers need TCP.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.20.5.53:53 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.5.53:53 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_dns_gdn-1_out_lan_v4_required-outbound-tcp_at_gdn-1" {
  name                         = "dns.gdn-1.out.lan.v4.required-outbound-tcp"
  description                  = "dns.gdn-1.out.lan.v4.required: DNS"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 0
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.53/32", "10.20.5.54/32"]
  destination_port_ranges      = ["53"]
}

resource "azurerm_network_security_rule" "line_dns_gdn-1_out_lan_v4_required-outbound-udp_at_gdn-1" {
  name                         = "dns.gdn-1.out.lan.v4.required-outbound-udp"
  description                  = "dns.gdn-1.out.lan.v4.required: DNS"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 1
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.53/32", "10.20.5.54/32"]
  destination_port_ranges      = ["53"]
}

# Line 2: dns.gdn-1.in.lan.v4.as-published
# DNS. 53/tcp, 53/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a DNS server may start the session too.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:53 --remote 10.20.5.53:60000 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Inbound --protocol UDP --local 10.20.0.10:53 --remote 10.20.5.53:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_dns_gdn-1_in_lan_v4_as-published-inbound-tcp_at_gdn-1" {
  name                         = "dns.gdn-1.in.lan.v4.as-published-inbound-tcp"
  description                  = "dns.gdn-1.in.lan.v4.as-published: DNS"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 2
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.5.53/32", "10.20.5.54/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["53"]
}

resource "azurerm_network_security_rule" "line_dns_gdn-1_in_lan_v4_as-published-inbound-udp_at_gdn-1" {
  name                         = "dns.gdn-1.in.lan.v4.as-published-inbound-udp"
  description                  = "dns.gdn-1.in.lan.v4.as-published: DNS"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 3
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.5.53/32", "10.20.5.54/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["53"]
}

# Line 3: ntp.gdn-1.out.lan.v4.required
# NTP. 123/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sets its clock.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.5.123:123 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_ntp_gdn-1_out_lan_v4_required-outbound-udp_at_gdn-1" {
  name                         = "ntp.gdn-1.out.lan.v4.required-outbound-udp"
  description                  = "ntp.gdn-1.out.lan.v4.required: NTP"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 4
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.123/32"]
  destination_port_ranges      = ["123"]
}

# Line 4: ldap.gdn-1.out.lan.v4.required
# LDAP, Active Directory. 389/tcp, 389/udp. Required. Started by node gdn-1, LAN port.
# Why: The node finds a domain controller and reads users and groups.
# Names: 10.20.0.10 gdn-1, 10.20.5.11 dc1, 10.20.5.12 dc2
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.20.5.11:389 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.5.11:389 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_ldap_gdn-1_out_lan_v4_required-outbound-tcp_at_gdn-1" {
  name                         = "ldap.gdn-1.out.lan.v4.required-outbound-tcp"
  description                  = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 5
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.11/32", "10.20.5.12/32"]
  destination_port_ranges      = ["389"]
}

resource "azurerm_network_security_rule" "line_ldap_gdn-1_out_lan_v4_required-outbound-udp_at_gdn-1" {
  name                         = "ldap.gdn-1.out.lan.v4.required-outbound-udp"
  description                  = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 6
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.11/32", "10.20.5.12/32"]
  destination_port_ranges      = ["389"]
}

# Line 5: ldap.gdn-1.in.lan.v4.as-published
# LDAP, Active Directory. 389/tcp, 389/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a controller may start the session too.
# Names: 10.20.5.11 dc1, 10.20.5.12 dc2, 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:389 --remote 10.20.5.11:60000 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Inbound --protocol UDP --local 10.20.0.10:389 --remote 10.20.5.11:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_ldap_gdn-1_in_lan_v4_as-published-inbound-tcp_at_gdn-1" {
  name                         = "ldap.gdn-1.in.lan.v4.as-published-inbound-tcp"
  description                  = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 7
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.5.11/32", "10.20.5.12/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["389"]
}

resource "azurerm_network_security_rule" "line_ldap_gdn-1_in_lan_v4_as-published-inbound-udp_at_gdn-1" {
  name                         = "ldap.gdn-1.in.lan.v4.as-published-inbound-udp"
  description                  = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 8
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.5.11/32", "10.20.5.12/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["389"]
}

# Line 6: kerberos.gdn-1.out.lan.v4.required
# Kerberos. 88/tcp, 88/udp. Required. Started by node gdn-1, LAN port.
# Why: Sign-in to file shares.
# Names: 10.20.0.10 gdn-1, 10.20.5.11 dc1, 10.20.5.12 dc2
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.20.5.11:88 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.5.11:88 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_kerberos_gdn-1_out_lan_v4_required-outbound-tcp_at_gdn-1" {
  name                         = "kerberos.gdn-1.out.lan.v4.required-outbound-tcp"
  description                  = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 9
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.11/32", "10.20.5.12/32"]
  destination_port_ranges      = ["88"]
}

resource "azurerm_network_security_rule" "line_kerberos_gdn-1_out_lan_v4_required-outbound-udp_at_gdn-1" {
  name                         = "kerberos.gdn-1.out.lan.v4.required-outbound-udp"
  description                  = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 10
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.5.11/32", "10.20.5.12/32"]
  destination_port_ranges      = ["88"]
}

# Line 7: icap.gdn-1.out.lan.v4.required
# Antivirus ICAP. 1344/tcp. Required. Started by node gdn-1, LAN port.
# Why: Antivirus scan of files.
# Names: 10.20.0.10 gdn-1, 10.20.9.9 Antivirus server
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.20.9.9:1344 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_icap_gdn-1_out_lan_v4_required-outbound-tcp_at_gdn-1" {
  name                         = "icap.gdn-1.out.lan.v4.required-outbound-tcp"
  description                  = "icap.gdn-1.out.lan.v4.required: Antivirus ICAP"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 11
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.9.9/32"]
  destination_port_ranges      = ["1344"]
}

# Line 8: webui.gdn-1.in.lan.v4.as-published
# WebUI. 80/tcp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Names: 10.20.1.0/27 Administrators, 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:80 --remote 10.20.1.1:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_webui_gdn-1_in_lan_v4_as-published-inbound-tcp_at_gdn-1" {
  name                         = "webui.gdn-1.in.lan.v4.as-published-inbound-tcp"
  description                  = "webui.gdn-1.in.lan.v4.as-published: WebUI"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 12
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.1.0/27"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["80"]
}

# Line 9: webui.gdn-1.in.lan.v4.required
# WebUI. 443/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Names: 10.20.1.0/27 Administrators, 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:443 --remote 10.20.1.1:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_webui_gdn-1_in_lan_v4_required-inbound-tcp_at_gdn-1" {
  name                         = "webui.gdn-1.in.lan.v4.required-inbound-tcp"
  description                  = "webui.gdn-1.in.lan.v4.required: WebUI"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 13
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.1.0/27"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["443"]
}

# Line 10: snmp.gdn-1.out.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 161/udp, 162/tcp. As published. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.20.1.40:161 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.1.40:161 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_snmp_gdn-1_out_lan_v4_as-published-outbound-tcp_at_gdn-1" {
  name                         = "snmp.gdn-1.out.lan.v4.as-published-outbound-tcp"
  description                  = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 14
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.1.40/32", "10.20.1.41/32"]
  destination_port_ranges      = ["161", "162"]
}

resource "azurerm_network_security_rule" "line_snmp_gdn-1_out_lan_v4_as-published-outbound-udp_at_gdn-1" {
  name                         = "snmp.gdn-1.out.lan.v4.as-published-outbound-udp"
  description                  = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 15
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.1.40/32", "10.20.1.41/32"]
  destination_port_ranges      = ["161"]
}

# Line 11: snmp.gdn-1.out.lan.v4.required
# SNMP, SNMP traps. 162/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.1.40:162 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_snmp_gdn-1_out_lan_v4_required-outbound-udp_at_gdn-1" {
  name                         = "snmp.gdn-1.out.lan.v4.required-outbound-udp"
  description                  = "snmp.gdn-1.out.lan.v4.required: SNMP, SNMP traps"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 16
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.1.40/32", "10.20.1.41/32"]
  destination_port_ranges      = ["162"]
}

# Line 12: snmp.gdn-1.in.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 162/tcp, 162/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:161 --remote 10.20.1.40:60000 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Inbound --protocol UDP --local 10.20.0.10:162 --remote 10.20.1.40:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_snmp_gdn-1_in_lan_v4_as-published-inbound-tcp_at_gdn-1" {
  name                         = "snmp.gdn-1.in.lan.v4.as-published-inbound-tcp"
  description                  = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 17
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.1.40/32", "10.20.1.41/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["161", "162"]
}

resource "azurerm_network_security_rule" "line_snmp_gdn-1_in_lan_v4_as-published-inbound-udp_at_gdn-1" {
  name                         = "snmp.gdn-1.in.lan.v4.as-published-inbound-udp"
  description                  = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 18
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.1.40/32", "10.20.1.41/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["162"]
}

# Line 13: snmp.gdn-1.in.lan.v4.required
# SNMP, SNMP traps. 161/udp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol UDP --local 10.20.0.10:161 --remote 10.20.1.40:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_snmp_gdn-1_in_lan_v4_required-inbound-udp_at_gdn-1" {
  name                         = "snmp.gdn-1.in.lan.v4.required-inbound-udp"
  description                  = "snmp.gdn-1.in.lan.v4.required: SNMP, SNMP traps"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 19
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.1.40/32", "10.20.1.41/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["161"]
}

# Line 14: syslog.gdn-1.out.lan.v4.required
# Syslog. 514/tcp, 514/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends its log to the remote syslog server. TCP or UDP is enough.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.20.1.60:514 --vm gdn-1 --resource-group PLACEHOLDER
# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.1.60:514 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_syslog_gdn-1_out_lan_v4_required-outbound-tcp_at_gdn-1" {
  name                         = "syslog.gdn-1.out.lan.v4.required-outbound-tcp"
  description                  = "syslog.gdn-1.out.lan.v4.required: Syslog"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 20
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.1.60/32"]
  destination_port_ranges      = ["514"]
}

resource "azurerm_network_security_rule" "line_syslog_gdn-1_out_lan_v4_required-outbound-udp_at_gdn-1" {
  name                         = "syslog.gdn-1.out.lan.v4.required-outbound-udp"
  description                  = "syslog.gdn-1.out.lan.v4.required: Syslog"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 21
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.1.60/32"]
  destination_port_ranges      = ["514"]
}

# Line 15: ping.gdn-1.in.lan.v4.optional
# Ping. icmp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: Monitoring asks whether the node is up; the node replies.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 15, ping.gdn-1.in.lan.v4.optional: An Azure network security group permits all of ICMP or none of it, and the request asks for echo only.

# Line 16: technician-ssh.gdn-1.in.lan.v4.optional
# Technician's SSH. 22/tcp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: The technician sets up and checks the node; for the installation only.
# TEMPORARY: for a limited time only. Take it out again when the work is done.
# Names: 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:22 --remote 10.20.1.14:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_technician-ssh_gdn-1_in_lan_v4_optional-inbound-tcp_at_gdn-1" {
  name                         = "technician-ssh.gdn-1.in.lan.v4.optional-inbound-tcp"
  description                  = "technician-ssh.gdn-1.in.lan.v4.optional: Technician_s SSH"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 22
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.1.14/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["22"]
}

# Line 17: smb.gdn-1.in.lan.v4.required
# SMB file shares. 445/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Names: 10.20.32.0/20 Workplaces, 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:445 --remote 10.20.32.1:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_smb_gdn-1_in_lan_v4_required-inbound-tcp_at_gdn-1" {
  name                         = "smb.gdn-1.in.lan.v4.required-inbound-tcp"
  description                  = "smb.gdn-1.in.lan.v4.required: SMB file shares"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 23
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.32.0/20"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["445"]
}

# Line 18: smb.gdn-1.in.lan.v4.as-published
# SMB file shares. 445/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Names: 10.20.32.0/20 Workplaces, 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol UDP --local 10.20.0.10:445 --remote 10.20.32.1:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_smb_gdn-1_in_lan_v4_as-published-inbound-udp_at_gdn-1" {
  name                         = "smb.gdn-1.in.lan.v4.as-published-inbound-udp"
  description                  = "smb.gdn-1.in.lan.v4.as-published: SMB file shares"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 24
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_address_prefixes      = ["10.20.32.0/20"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["445"]
}

# Line 19: ssh-peers.gdn-1.out.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by this node.
# Names: 10.20.0.10 gdn-1, 10.60.0.10 szz-1
# Verify: az network watcher test-ip-flow --direction Outbound --protocol TCP --local 10.20.0.10:60000 --remote 10.60.0.10:22 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_ssh-peers_gdn-1_out_lan_v4_required-outbound-tcp_at_gdn-1" {
  name                         = "ssh-peers.gdn-1.out.lan.v4.required-outbound-tcp"
  description                  = "ssh-peers.gdn-1.out.lan.v4.required: SSH between nodes"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 25
  direction                    = "Outbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.20.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.60.0.10/32"]
  destination_port_ranges      = ["22"]
}

# Line 20: ssh-peers.gdn-1.in.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by the other node.
# Names: 10.60.0.10 szz-1, 10.20.0.10 gdn-1
# Verify: az network watcher test-ip-flow --direction Inbound --protocol TCP --local 10.20.0.10:22 --remote 10.60.0.10:60000 --vm gdn-1 --resource-group PLACEHOLDER

resource "azurerm_network_security_rule" "line_ssh-peers_gdn-1_in_lan_v4_required-inbound-tcp_at_gdn-1" {
  name                         = "ssh-peers.gdn-1.in.lan.v4.required-inbound-tcp"
  description                  = "ssh-peers.gdn-1.in.lan.v4.required: SSH between nodes"
  resource_group_name          = var.resource_group_name
  network_security_group_name  = var.nsg_of_gdn_1
  priority                     = var.nsg_first_priority + 26
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_address_prefixes      = ["10.60.0.10/32"]
  source_port_range            = "*"
  destination_address_prefixes = ["10.20.0.10/32"]
  destination_port_ranges      = ["22"]
}

# Line 21: support-assistance.gdn-1.out.lan.name.optional
# Support Assistance. 443/tcp. Optional. Started by node gdn-1, LAN port.
# Why: Vendor support. One of the ports 22, 80, 443 is enough.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 21, support-assistance.gdn-1.out.lan.name.optional: Azure network security groups take addresses, not names: support-1.vendor.example.

# Line 22: licensing.gdn-1.out.lan.name.required
# Licensing. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: Token licences need the vendor's central licence server.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 22, licensing.gdn-1.out.lan.name.required: Azure network security groups take addresses, not names: license-1.vendor.example.

# Line 23: object-store.gdn-1.out.lan.name.as-published
# Object store. 80/tcp. As published. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 23, object-store.gdn-1.out.lan.name.as-published: Azure network security groups take addresses, not names: zuraw-gdn.objects.cloud.example.

# Line 24: object-store.gdn-1.out.lan.name.required
# Object store. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 24, object-store.gdn-1.out.lan.name.required: Azure network security groups take addresses, not names: zuraw-gdn.objects.cloud.example.
