"""Asks Capirca, which Aerleon grew out of, what a policy of Aerleon's YAML permits.

Reads {"yaml": text, "packets": [[source, destination, protocol, port], ...]} from standard input. Answers with the names of
the accepting terms of each packet, and with what Capirca's own SRX generator makes of the policy.
"""

import json
import sys

import yaml
from capirca.lib import aclcheck, junipersrx, naming, policy

asked = json.load(sys.stdin)
document = yaml.safe_load(asked["yaml"])

definitions = naming.Naming(None)
definitions.ParseNetworkList(
    [f"{name} = {' '.join(one['address'] for one in network['values'])}" for name, network in document["networks"].items()]
)
definitions.ParseServiceList(
    [f"{name} = {' '.join(str(one['port']) + '/' + one['protocol'] for one in service)}" for name, service in document["services"].items()]
)

text = []
for one in document["filters"]:
    text.append("header {")
    text.append(f'  comment:: "{one["header"]["comment"]}"')
    text.extend(f"  target:: {target} {options}" for target, options in one["header"]["targets"].items())
    text.append("}")
    for term in one["terms"]:
        text.append(f"term {term['name']} {{")
        for key, value in term.items():
            if key != "name":
                text.append(f'  {key}:: "{value}"' if key == "comment" else f"  {key}:: {value}")
        text.append("}")
policies = policy.ParsePolicy("\n".join(text) + "\n", definitions)

verdicts = []
for source, destination, protocol, port in asked["packets"]:
    check = aclcheck.AclCheck(policies, source, destination, "40000", port, protocol)
    verdicts.append([match.term for match in check.ExactMatches() if match.action == "accept"])

json.dump({"verdicts": verdicts, "srx": str(junipersrx.JuniperSRX(policies, 2))}, sys.stdout)
