"""The same cells by another writer: python3 openpyxl-table.py SHEETS.json OURS.xlsx OUT.xlsx. Prints as JSON the seconds that
openpyxl takes to write them, without any look, and how many of the cells it reads otherwise in our file."""
import json
import sys
import time

import openpyxl

sheets = json.load(open(sys.argv[1], encoding="utf-8"))
began = time.perf_counter()
book = openpyxl.Workbook(write_only=True)
for sheet in sheets:
    page = book.create_sheet(sheet["name"])
    for row in sheet["rows"]:
        page.append(row)
book.save(sys.argv[3])
seconds = time.perf_counter() - began

ours = openpyxl.load_workbook(sys.argv[2], read_only=True)
other = 0
for sheet in sheets:
    rows = [list(row) for row in ours[sheet["name"]].iter_rows(values_only=True)]
    other += abs(len(rows) - len(sheet["rows"]))
    for wanted, found in zip(sheet["rows"], rows):
        found += [None] * (len(wanted) - len(found))
        other += sum(a != b for a, b in zip(wanted, found))
print(json.dumps({"seconds": seconds, "other": other}))
