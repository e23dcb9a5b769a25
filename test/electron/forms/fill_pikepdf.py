# Fills a form with pikepdf: argv = in.pdf out.pdf values.json
import json
import sys

import pikepdf

source, target, values = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3], encoding="utf-8"))
pdf = pikepdf.open(source)


def walk(field, prefix):
    own = str(field.get("/T", ""))
    name = f"{prefix}.{own}" if prefix and own else own or prefix
    kids = list(field.get("/Kids", []))
    branches = [kid for kid in kids if "/T" in kid]
    for kid in branches:
        walk(kid, name)
    if branches or name not in values:
        return
    value = values[name]
    if field.get("/FT") == "/Btn":
        field.V = pikepdf.Name("/" + value)
        for box in kids or [field]:
            box.AS = pikepdf.Name("/" + value) if "/" + value in box.AP.N.keys() else pikepdf.Name("/Off")
    else:
        field.V = pikepdf.String(value)


for field in pdf.Root.AcroForm.Fields:
    walk(field, "")
pdf.Root.AcroForm.NeedAppearances = True
pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
