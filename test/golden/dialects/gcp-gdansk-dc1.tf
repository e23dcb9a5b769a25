# REVIEW BEFORE USE. Proposed rules of a firewall change request; the request decides, not this file.
# Request FCR-2026-014, revision A, 2026-11-17T08:40:00Z, SHA-256 aaaa aaaa aaaa
# Site Gdansk DC1, customer Baltycka Spolka Spedycyjna "Zuraw" S.A.
# Catalogue panzura-cloudfs 2026.1, Gatecheck 0.1.0
# Lines: 24 (14 required, 3 optional, 7 as published). Permit, stateful; source port chosen by the initiator.
# Nothing outside these rules is asked for. Where a zone, an interface or a list is named PLACEHOLDER, put in your own.
#
# HOW TO ATTACH: the rules go into a global network firewall policy of yours, associated with the network of the nodes.
# Every rule names both sides, so it opens nothing for other machines of that network. Priorities count up from
# policy_first_priority and must be free in that policy.
# THE IMPLIED RULES STAY: Google Cloud lets everything out and nothing in unless you say otherwise. This file closes
# nothing. VPC firewall rules come before the policy, unless the network says otherwise: a deny there wins.
# Rules are stateful. They also apply inside the subnet, and this file asks for nothing there.
# Rules with names need Cloud NGFW Standard. Google resolves them itself: check that it sees what the node sees.

variable "firewall_policy" {
  type        = string
  description = "Name of the global network firewall policy that takes the rules."
}

variable "policy_first_priority" {
  type        = number
  description = "Lowest priority that is free in the policy_ the rules count up from it."
}

# Line 1: dns.gdn-1.out.lan.v4.required
# DNS. 53/tcp, 53/udp. Required. Started by node gdn-1, LAN port.
# Why: The node looks up names; long answers need TCP.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-84d94c879f5b-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.53 --protocol=TCP --destination-port=53
# and then: gcloud network-management connectivity-tests describe gatecheck-84d94c879f5b-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-84d94c879f5b-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.53 --protocol=UDP --destination-port=53
# and then: gcloud network-management connectivity-tests describe gatecheck-84d94c879f5b-udp

resource "google_compute_network_firewall_policy_rule" "line_dns_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 0
  description     = "dns.gdn-1.out.lan.v4.required: DNS"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.5.53/32", "10.20.5.54/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["53"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["53"]
    }
  }
}

# Line 2: dns.gdn-1.in.lan.v4.as-published
# DNS. 53/tcp, 53/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a DNS server may start the session too.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-1b825e1b3d8c-tcp --source-ip-address=10.20.5.53 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=53
# and then: gcloud network-management connectivity-tests describe gatecheck-1b825e1b3d8c-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-1b825e1b3d8c-udp --source-ip-address=10.20.5.53 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=UDP --destination-port=53
# and then: gcloud network-management connectivity-tests describe gatecheck-1b825e1b3d8c-udp

resource "google_compute_network_firewall_policy_rule" "line_dns_gdn-1_in_lan_v4_as-published_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 1
  description     = "dns.gdn-1.in.lan.v4.as-published: DNS"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.5.53/32", "10.20.5.54/32"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["53"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["53"]
    }
  }
}

# Line 3: ntp.gdn-1.out.lan.v4.required
# NTP. 123/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sets its clock.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-826d0122b23c-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.123 --protocol=UDP --destination-port=123
# and then: gcloud network-management connectivity-tests describe gatecheck-826d0122b23c-udp

resource "google_compute_network_firewall_policy_rule" "line_ntp_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 2
  description     = "ntp.gdn-1.out.lan.v4.required: NTP"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.5.123/32"]

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["123"]
    }
  }
}

# Line 4: ldap.gdn-1.out.lan.v4.required
# LDAP, Active Directory. 389/tcp, 389/udp. Required. Started by node gdn-1, LAN port.
# Why: The node finds a domain controller and reads users and groups.
# Names: 10.20.0.10 gdn-1, 10.20.5.11 dc1, 10.20.5.12 dc2
# Verify: gcloud network-management connectivity-tests create gatecheck-82d0af1981c0-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.11 --protocol=TCP --destination-port=389
# and then: gcloud network-management connectivity-tests describe gatecheck-82d0af1981c0-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-82d0af1981c0-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.11 --protocol=UDP --destination-port=389
# and then: gcloud network-management connectivity-tests describe gatecheck-82d0af1981c0-udp

resource "google_compute_network_firewall_policy_rule" "line_ldap_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 3
  description     = "ldap.gdn-1.out.lan.v4.required: LDAP, Active Directory"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.5.11/32", "10.20.5.12/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["389"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["389"]
    }
  }
}

# Line 5: ldap.gdn-1.in.lan.v4.as-published
# LDAP, Active Directory. 389/tcp, 389/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Published as Both: a controller may start the session too.
# Names: 10.20.5.11 dc1, 10.20.5.12 dc2, 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-bea7509f54dd-tcp --source-ip-address=10.20.5.11 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=389
# and then: gcloud network-management connectivity-tests describe gatecheck-bea7509f54dd-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-bea7509f54dd-udp --source-ip-address=10.20.5.11 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=UDP --destination-port=389
# and then: gcloud network-management connectivity-tests describe gatecheck-bea7509f54dd-udp

resource "google_compute_network_firewall_policy_rule" "line_ldap_gdn-1_in_lan_v4_as-published_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 4
  description     = "ldap.gdn-1.in.lan.v4.as-published: LDAP, Active Directory"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.5.11/32", "10.20.5.12/32"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["389"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["389"]
    }
  }
}

# Line 6: kerberos.gdn-1.out.lan.v4.required
# Kerberos. 88/tcp, 88/udp. Required. Started by node gdn-1, LAN port.
# Why: Sign-in to file shares.
# Names: 10.20.0.10 gdn-1, 10.20.5.11 dc1, 10.20.5.12 dc2
# Verify: gcloud network-management connectivity-tests create gatecheck-e6f9d90d421d-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.11 --protocol=TCP --destination-port=88
# and then: gcloud network-management connectivity-tests describe gatecheck-e6f9d90d421d-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-e6f9d90d421d-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.5.11 --protocol=UDP --destination-port=88
# and then: gcloud network-management connectivity-tests describe gatecheck-e6f9d90d421d-udp

resource "google_compute_network_firewall_policy_rule" "line_kerberos_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 5
  description     = "kerberos.gdn-1.out.lan.v4.required: Kerberos"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.5.11/32", "10.20.5.12/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["88"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["88"]
    }
  }
}

# Line 7: icap.gdn-1.out.lan.v4.required
# Antivirus ICAP. 1344/tcp. Required. Started by node gdn-1, LAN port.
# Why: Antivirus scan of files.
# Names: 10.20.0.10 gdn-1, 10.20.9.9 Antivirus server
# Verify: gcloud network-management connectivity-tests create gatecheck-acd285f5a271-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.9.9 --protocol=TCP --destination-port=1344
# and then: gcloud network-management connectivity-tests describe gatecheck-acd285f5a271-tcp

resource "google_compute_network_firewall_policy_rule" "line_icap_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 6
  description     = "icap.gdn-1.out.lan.v4.required: Antivirus ICAP"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.9.9/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["1344"]
    }
  }
}

# Line 8: webui.gdn-1.in.lan.v4.as-published
# WebUI. 80/tcp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Names: 10.20.1.0/27 Administrators, 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-d7584ce9bbe6-tcp --source-ip-address=10.20.1.1 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=80
# and then: gcloud network-management connectivity-tests describe gatecheck-d7584ce9bbe6-tcp

resource "google_compute_network_firewall_policy_rule" "line_webui_gdn-1_in_lan_v4_as-published_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 7
  description     = "webui.gdn-1.in.lan.v4.as-published: WebUI"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.1.0/27"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["80"]
    }
  }
}

# Line 9: webui.gdn-1.in.lan.v4.required
# WebUI. 443/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Administrators open the node's web interface.
# Names: 10.20.1.0/27 Administrators, 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-96a4d4c51fa4-tcp --source-ip-address=10.20.1.1 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=443
# and then: gcloud network-management connectivity-tests describe gatecheck-96a4d4c51fa4-tcp

resource "google_compute_network_firewall_policy_rule" "line_webui_gdn-1_in_lan_v4_required_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 8
  description     = "webui.gdn-1.in.lan.v4.required: WebUI"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.1.0/27"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["443"]
    }
  }
}

# Line 10: snmp.gdn-1.out.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 161/udp, 162/tcp. As published. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-afb2300562a3-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.1.40 --protocol=TCP --destination-port=161
# and then: gcloud network-management connectivity-tests describe gatecheck-afb2300562a3-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-afb2300562a3-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.1.40 --protocol=UDP --destination-port=161
# and then: gcloud network-management connectivity-tests describe gatecheck-afb2300562a3-udp

resource "google_compute_network_firewall_policy_rule" "line_snmp_gdn-1_out_lan_v4_as-published_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 9
  description     = "snmp.gdn-1.out.lan.v4.as-published: SNMP, SNMP traps"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.1.40/32", "10.20.1.41/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["161", "162"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["161"]
    }
  }
}

# Line 11: snmp.gdn-1.out.lan.v4.required
# SNMP, SNMP traps. 162/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends traps (162). 161 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-32ac0bec6514-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.1.40 --protocol=UDP --destination-port=162
# and then: gcloud network-management connectivity-tests describe gatecheck-32ac0bec6514-udp

resource "google_compute_network_firewall_policy_rule" "line_snmp_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 10
  description     = "snmp.gdn-1.out.lan.v4.required: SNMP, SNMP traps"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.1.40/32", "10.20.1.41/32"]

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["162"]
    }
  }
}

# Line 12: snmp.gdn-1.in.lan.v4.as-published
# SNMP, SNMP traps. 161/tcp, 162/tcp, 162/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-c8c2b6952cd2-tcp --source-ip-address=10.20.1.40 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=161
# and then: gcloud network-management connectivity-tests describe gatecheck-c8c2b6952cd2-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-c8c2b6952cd2-udp --source-ip-address=10.20.1.40 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=UDP --destination-port=162
# and then: gcloud network-management connectivity-tests describe gatecheck-c8c2b6952cd2-udp

resource "google_compute_network_firewall_policy_rule" "line_snmp_gdn-1_in_lan_v4_as-published_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 11
  description     = "snmp.gdn-1.in.lan.v4.as-published: SNMP, SNMP traps"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.1.40/32", "10.20.1.41/32"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["161", "162"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["162"]
    }
  }
}

# Line 13: snmp.gdn-1.in.lan.v4.required
# SNMP, SNMP traps. 161/udp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: The manager polls the node (161). 162 is published as Both too.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-c43fbee5eb3e-udp --source-ip-address=10.20.1.40 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=UDP --destination-port=161
# and then: gcloud network-management connectivity-tests describe gatecheck-c43fbee5eb3e-udp

resource "google_compute_network_firewall_policy_rule" "line_snmp_gdn-1_in_lan_v4_required_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 12
  description     = "snmp.gdn-1.in.lan.v4.required: SNMP, SNMP traps"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.1.40/32", "10.20.1.41/32"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["161"]
    }
  }
}

# Line 14: syslog.gdn-1.out.lan.v4.required
# Syslog. 514/tcp, 514/udp. Required. Started by node gdn-1, LAN port.
# Why: The node sends its log to the remote syslog server. TCP or UDP is enough.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-619ed1960829-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.1.60 --protocol=TCP --destination-port=514
# and then: gcloud network-management connectivity-tests describe gatecheck-619ed1960829-tcp
# Verify: gcloud network-management connectivity-tests create gatecheck-619ed1960829-udp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.1.60 --protocol=UDP --destination-port=514
# and then: gcloud network-management connectivity-tests describe gatecheck-619ed1960829-udp

resource "google_compute_network_firewall_policy_rule" "line_syslog_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 13
  description     = "syslog.gdn-1.out.lan.v4.required: Syslog"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.20.1.60/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["514"]
    }

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["514"]
    }
  }
}

# Line 15: ping.gdn-1.in.lan.v4.optional
# Ping. icmp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: Monitoring asks whether the node is up; the node replies.
# Names: 10.20.0.10 gdn-1
# NOT WRITTEN: line 15, ping.gdn-1.in.lan.v4.optional: A Google Cloud firewall policy permits all of ICMP or none of it, and the request asks for echo only.

# Line 16: technician-ssh.gdn-1.in.lan.v4.optional
# Technician's SSH. 22/tcp. Optional. Started by the counterpart, to node gdn-1, LAN port.
# Why: The technician sets up and checks the node; for the installation only.
# TEMPORARY: for a limited time only. Take it out again when the work is done.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-725ae5a63307-tcp --source-ip-address=10.20.1.14 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=22
# and then: gcloud network-management connectivity-tests describe gatecheck-725ae5a63307-tcp

resource "google_compute_network_firewall_policy_rule" "line_technician-ssh_gdn-1_in_lan_v4_optional_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 14
  description     = "technician-ssh.gdn-1.in.lan.v4.optional: Technician_s SSH"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.1.14/32"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["22"]
    }
  }
}

# Line 17: smb.gdn-1.in.lan.v4.required
# SMB file shares. 445/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Names: 10.20.32.0/20 Workplaces, 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-6fb81dd5cc9d-tcp --source-ip-address=10.20.32.1 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=445
# and then: gcloud network-management connectivity-tests describe gatecheck-6fb81dd5cc9d-tcp

resource "google_compute_network_firewall_policy_rule" "line_smb_gdn-1_in_lan_v4_required_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 15
  description     = "smb.gdn-1.in.lan.v4.required: SMB file shares"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.32.0/20"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["445"]
    }
  }
}

# Line 18: smb.gdn-1.in.lan.v4.as-published
# SMB file shares. 445/udp. As published. Started by the counterpart, to node gdn-1, LAN port.
# Why: Users open their files.
# Names: 10.20.32.0/20 Workplaces, 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-8f4fe6e61313-udp --source-ip-address=10.20.32.1 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=UDP --destination-port=445
# and then: gcloud network-management connectivity-tests describe gatecheck-8f4fe6e61313-udp

resource "google_compute_network_firewall_policy_rule" "line_smb_gdn-1_in_lan_v4_as-published_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 16
  description     = "smb.gdn-1.in.lan.v4.as-published: SMB file shares"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.32.0/20"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["445"]
    }
  }
}

# Line 19: ssh-peers.gdn-1.out.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by this node.
# Names: 10.20.0.10 gdn-1, 10.60.0.10 szz-1
# Verify: gcloud network-management connectivity-tests create gatecheck-5e690414c91a-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.60.0.10 --protocol=TCP --destination-port=22
# and then: gcloud network-management connectivity-tests describe gatecheck-5e690414c91a-tcp

resource "google_compute_network_firewall_policy_rule" "line_ssh-peers_gdn-1_out_lan_v4_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 17
  description     = "ssh-peers.gdn-1.out.lan.v4.required: SSH between nodes"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.20.0.10/32"]
    dest_ip_ranges = ["10.60.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["22"]
    }
  }
}

# Line 20: ssh-peers.gdn-1.in.lan.v4.required
# SSH between nodes. 22/tcp. Required. Started by the counterpart, to node gdn-1, LAN port.
# Why: Management traffic between the nodes, started by the other node.
# Names: 10.60.0.10 szz-1, 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-0e489489337a-tcp --source-ip-address=10.60.0.10 --source-network=PLACEHOLDER --destination-ip-address=10.20.0.10 --protocol=TCP --destination-port=22
# and then: gcloud network-management connectivity-tests describe gatecheck-0e489489337a-tcp

resource "google_compute_network_firewall_policy_rule" "line_ssh-peers_gdn-1_in_lan_v4_required_ingress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 18
  description     = "ssh-peers.gdn-1.in.lan.v4.required: SSH between nodes"
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges  = ["10.60.0.10/32"]
    dest_ip_ranges = ["10.20.0.10/32"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["22"]
    }
  }
}

# Line 21: support-assistance.gdn-1.out.lan.name.optional
# Support Assistance. 443/tcp. Optional. Started by node gdn-1, LAN port.
# Why: Vendor support. One of the ports 22, 80, 443 is enough.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-61434f5c1b96-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=ADDRESS-OF-support-1.vendor.example --protocol=TCP --destination-port=443
# and then: gcloud network-management connectivity-tests describe gatecheck-61434f5c1b96-tcp

resource "google_compute_network_firewall_policy_rule" "line_support-assistance_gdn-1_out_lan_name_optional_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 19
  description     = "support-assistance.gdn-1.out.lan.name.optional: Support Assistance"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges = ["10.20.0.10/32"]
    dest_fqdns    = ["support-1.vendor.example"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["443"]
    }
  }
}

# Line 22: licensing.gdn-1.out.lan.name.required
# Licensing. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: Token licences need the vendor's central licence server.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-d83c8ce3b9c9-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=ADDRESS-OF-license-1.vendor.example --protocol=TCP --destination-port=443
# and then: gcloud network-management connectivity-tests describe gatecheck-d83c8ce3b9c9-tcp

resource "google_compute_network_firewall_policy_rule" "line_licensing_gdn-1_out_lan_name_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 20
  description     = "licensing.gdn-1.out.lan.name.required: Licensing"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges = ["10.20.0.10/32"]
    dest_fqdns    = ["license-1.vendor.example"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["443"]
    }
  }
}

# Line 23: object-store.gdn-1.out.lan.name.as-published
# Object store. 80/tcp. As published. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-8980d06e7058-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=ADDRESS-OF-zuraw-gdn.objects.cloud.example --protocol=TCP --destination-port=80
# and then: gcloud network-management connectivity-tests describe gatecheck-8980d06e7058-tcp

resource "google_compute_network_firewall_policy_rule" "line_object-store_gdn-1_out_lan_name_as-published_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 21
  description     = "object-store.gdn-1.out.lan.name.as-published: Object store"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges = ["10.20.0.10/32"]
    dest_fqdns    = ["zuraw-gdn.objects.cloud.example"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["80"]
    }
  }
}

# Line 24: object-store.gdn-1.out.lan.name.required
# Object store. 443/tcp. Required. Started by node gdn-1, LAN port.
# Why: File data is kept in the cloud object store.
# Names: 10.20.0.10 gdn-1
# Verify: gcloud network-management connectivity-tests create gatecheck-e0dec8c03f07-tcp --source-ip-address=10.20.0.10 --source-network=PLACEHOLDER --destination-ip-address=ADDRESS-OF-zuraw-gdn.objects.cloud.example --protocol=TCP --destination-port=443
# and then: gcloud network-management connectivity-tests describe gatecheck-e0dec8c03f07-tcp

resource "google_compute_network_firewall_policy_rule" "line_object-store_gdn-1_out_lan_name_required_egress_at_gdn-1" {
  firewall_policy = var.firewall_policy
  priority        = var.policy_first_priority + 22
  description     = "object-store.gdn-1.out.lan.name.required: Object store"
  direction       = "EGRESS"
  action          = "allow"

  match {
    src_ip_ranges = ["10.20.0.10/32"]
    dest_fqdns    = ["zuraw-gdn.objects.cloud.example"]

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["443"]
    }
  }
}
