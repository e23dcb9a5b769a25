# Fills a form with pypdf: argv = in.pdf out.pdf values.json
import json
import sys

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

source, target, values = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3], encoding="utf-8"))
writer = PdfWriter()
writer.clone_document_from_reader(PdfReader(source))


def walk(field, prefix):
    field = field.get_object()
    own = field.get("/T", "")
    name = f"{prefix}.{own}" if prefix and own else own or prefix
    kids = field.get("/Kids", [])
    branches = [kid for kid in kids if "/T" in kid.get_object()]
    for kid in branches:
        walk(kid, name)
    if branches or name not in values:
        return
    value = values[name]
    if field.get("/FT") == "/Btn":
        field[NameObject("/V")] = NameObject("/" + value)
        for box in [kid.get_object() for kid in kids] or [field]:
            on = "/" + value in box["/AP"]["/N"]
            box[NameObject("/AS")] = NameObject("/" + value if on else "/Off")
    else:
        field[NameObject("/V")] = TextStringObject(value)


for field in writer._root_object["/AcroForm"]["/Fields"]:
    walk(field, "")
writer.write(target)
