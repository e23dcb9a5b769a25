"""Fills a workbook as another program does: python3 fill.py IN OUT, with [[sheet, cell, value], ...] as JSON on stdin.
A value {"time": "2026-11-24T20:17:05"} is written as a date of the spreadsheet, null clears the cell."""
import json
import sys
from datetime import datetime

import openpyxl

source, target = sys.argv[1:]
book = openpyxl.load_workbook(source)
for sheet, cell, value in json.load(sys.stdin):
    if isinstance(value, dict):
        value = datetime.fromisoformat(value["time"])
    place = book[sheet][cell]
    place.value = value
    if isinstance(value, datetime):
        place.number_format = "yyyy-mm-dd hh:mm:ss"
book.save(target)
