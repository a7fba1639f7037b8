"""What makes a PDF keep: the PDF/UA identifier in its metadata, and its data as JSON.

WeasyPrint writes one conformance identifier per file. A PDF/A-3a file that also claims PDF/UA-1
needs `pdfuaid:part` inside the one `rdf:RDF` element that readers look at, and the PDF/A
extension schema that declares this foreign property (ISO 19005-3, 6.6.2.3).
"""

import json
from dataclasses import asdict
from datetime import date, time
from decimal import Decimal
from typing import Any

RIGHT_TO_LEFT = ("ar",)
"""Languages of documents whose pages turn the other way."""
_END = b"</rdf:RDF>"

_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint finisher: claim PDF/UA-1, say which way pages turn, name each attachment once."""
    _claim_pdfua(pdf)
    if pdf.catalog["Lang"].string in RIGHT_TO_LEFT:
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _claim_pdfua(pdf: Any) -> None:
    """Inside the metadata that PDF/A-3a already has."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.stream = [part.replace(_END, _PDFUA + _END, 1) for part in metadata.stream]


def content_json(content: Any) -> bytes:
    """A content dataclass as UTF-8 JSON, keys sorted: the attachment of its document."""
    text = json.dumps(asdict(content), default=_plain, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode()


def _plain(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"No JSON form for {type(value).__name__}")
