"""Makes calls with zeep, from nothing but a WSDL.

Reads one JSON object from its input: `wsdl`, the end of the name of a `port`, and `calls`, each with `operation`,
`params`, `headers` and their `namespace`. Writes one JSON list: of each call what it gave (`result`), its fault (`fault`)
or what else went wrong (`error`), and how its envelopes break the schema of the WSDL (`invalid`).
"""

import base64
import datetime
import decimal
import json
import re
import sys

import zeep
import zeep.exceptions
import zeep.helpers
import zeep.transports
from lxml import etree

ENVELOPES = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")


class Envelopes(zeep.Plugin):
    """Keeps the envelopes of a call."""

    def __init__(self):
        self.last = []

    def egress(self, envelope, http_headers, operation, binding_options):
        self.last.append(envelope)
        return envelope, http_headers

    def ingress(self, envelope, http_headers, operation):
        self.last.append(envelope)
        return envelope, http_headers


class Schemas:
    """The schemas of a WSDL, as libxml2 understands them: another reader than zeep's own."""

    def __init__(self, document):
        # A copy of each without what is around it.
        self.by_namespace = {schema.get("targetNamespace"): etree.XMLSchema(etree.fromstring(etree.tostring(schema)))
                             for schema in document.iter("{http://www.w3.org/2001/XMLSchema}schema")}

    def complaints(self, envelope):
        """How the elements in the header and the body break their schema."""
        parts = [part for part in envelope if etree.QName(part).localname in ("Header", "Body")]
        for element in (element for part in parts for element in part):
            name = etree.QName(element)
            if name.namespace in ENVELOPES:
                continue
            schema = self.by_namespace.get(name.namespace)
            if schema is None:
                yield "nothing describes <%s> in %r" % (name.localname, name.namespace)
            elif not schema.validate(etree.fromstring(etree.tostring(element))):
                yield from (str(error) for error in schema.error_log)


def given(value):
    """A parameter as zeep takes it. What is nil is said so; the text of an element with attributes is `_`."""
    if isinstance(value, dict):
        if list(value) == ["$bytes"]:
            return base64.b64decode(value["$bytes"])
        return {"_value_1" if name == "_" else name: given(one) for name, one in value.items()}
    if isinstance(value, list):
        return [given(one) for one in value]
    return zeep.xsd.Nil if value is None else value


def read(value):
    """What zeep read, with the texts of values as XML spells them."""
    if isinstance(value, dict):
        found = {}
        for name, one in value.items():
            if name == "_value_1" and isinstance(one, list):
                found["*"] = read(one)
            elif name == "_value_1":
                found["_"] = read(one)
            elif name.startswith("_attr_"):
                found.update(read(one or {}))
            else:
                found[name] = read(one)
        return found
    if isinstance(value, (list, tuple)):
        return [read(one) for one in value]
    if isinstance(value, etree._Element):
        return {"$xml": etree.tostring(value, with_tail=False).decode()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        # zeep has microseconds, whatever came.
        return re.sub(r"(\.\d*?)0+(?=$|[+-])", r"\1", value.isoformat())
    if isinstance(value, (int, decimal.Decimal)):
        return format(value, "f" if isinstance(value, decimal.Decimal) else "d")
    return value


def outcome(service, client, envelopes, call):
    operation = service._binding.get(call["operation"])
    params = {name: given(value) for name, value in call["params"].items()}
    headers = [client.get_element("{%s}%s" % (call["namespace"], name))(**given(value))
               for name, value in call["headers"].items()]
    try:
        getattr(service, call["operation"])(**params, _soapheaders=headers or None)
    except zeep.exceptions.Fault as fault:
        is_read = isinstance(fault.detail, etree._Element)
        detail = [read(one) for one in fault.detail] if is_read else []
        return {"fault": {"code": fault.code, "text": fault.message, "detail": detail}}
    # What a call gives is without the elements that are alone in theirs: read once more, with all of them.
    (body,) = [child for child in envelopes.last[-1] if etree.QName(child).localname == "Body"]
    value = operation.output.body.parse(body[0], client.wsdl.types)
    return {"result": read(zeep.helpers.serialize_object(value, dict)) or {}}


def main():
    work = json.load(sys.stdin)
    transport = zeep.transports.Transport(timeout=30, operation_timeout=30)
    envelopes = Envelopes()
    settings = zeep.Settings(strict=True, xml_huge_tree=False)
    client = zeep.Client(work["wsdl"], transport=transport, settings=settings, plugins=[envelopes])
    schemas = Schemas(etree.fromstring(transport.load(work["wsdl"])))
    ((service_name, ports),) = [(name, service.ports) for name, service in client.wsdl.services.items()]
    (port,) = [name for name in ports if name.endswith(work["port"])]
    service = client.bind(service_name, port)
    outcomes = []
    for call in work["calls"]:
        envelopes.last = []
        try:
            made = outcome(service, client, envelopes, call)
        except Exception as error:  # What went wrong is the other side's to tell.
            made = {"error": "%s: %s" % (type(error).__name__, error)}
        made["invalid"] = [complaint for envelope in envelopes.last for complaint in schemas.complaints(envelope)]
        outcomes.append(made)
    json.dump(outcomes, sys.stdout)


main()
