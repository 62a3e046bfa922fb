"""The application that puts PyMongo to the test: finds documents of every BSON type and holds each to its class.

One file for Python 2.7 to 3.14 and PyMongo 2.2 to 4.20. It stands in `test/mod_wsgi_test/` beside the driver's packages
and reads `cell.json` there: the MongoDB's `uri` and the run's `nonce`, which it repeats in every answer.

200 is one JSON object. Anything wrong is a 500 with one line of text; `isolation: ` leads it where a class came from
another sub-interpreter.
"""

from __future__ import with_statement

import datetime
import json
import os
import re
import sys
import threading
import traceback
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(os.path.dirname(HERE)))

import bson
import pymongo
from bson.binary import Binary
from bson.code import Code
from bson.dbref import DBRef
from bson.max_key import MaxKey
from bson.min_key import MinKey
from bson.objectid import ObjectId
from bson.son import SON
from bson.timestamp import Timestamp

VERSION = tuple(int(number) for number in re.findall(r"\d+", pymongo.version)[:2])
DOCUMENTS = 20
BATCH = 10

TEXT = type(u"")
PATTERN = type(re.compile(""))


class Failure(Exception):
    """What is wrong, in one line."""


def same(value):
    return value


class Field(object):
    """One field of the documents: what is stored, and the class and the value that must come back."""

    def __init__(self, name, value, kind=None, back=None, compared=same):
        self.name = name
        self.value = value
        self.kind = kind or type(value)
        self.compared = compared
        self.expected = compared(value if back is None else back)

    def check(self, found, where):
        if not isinstance(found, self.kind):
            raise Failure(self.wrong_class(type(found), where))
        # Some classes of 2.2 have `==` alone.
        if not self.compared(found) == self.expected:
            raise Failure("`%s` %s is %r and not %r" % (self.name, where, found, self.expected))

    def wrong_class(self, found, where):
        names = tuple("%s.%s" % (kind.__module__, kind.__name__) for kind in (found, self.kind))
        if names[0] != names[1]:
            return "`%s` %s is a %s and not a %s" % ((self.name, where) + names)
        ids = (names[0], id(found), names[1], id(self.kind))
        return "isolation: `%s` %s is a %s (class at %#x) that is not this sub-interpreter's %s (class at %#x)" % (
            (self.name, where) + ids
        )


def pattern_and_flags(regex):
    return regex.pattern, regex.flags


def code_and_scope(code):
    return TEXT(code), code.scope or {}


def fields():
    """Every BSON type that this PyMongo can write."""
    native = re.compile("regex*")
    some = [
        Field("null", None),
        Field("bool", True),
        Field("int32", 2 << 15),
        Field("float", 1.5),
        Field("text", u"string \u00e4\u20ac"),
        Field("list", [1, u"two", 3.0]),
        Field("dict", {u"a": 1, u"b": {u"c": None}}),
        Field("son", SON([(u"b", 1), (u"a", 2)]), kind=dict, back={u"a": 2, u"b": 1}),
        Field("datetime", datetime.datetime(2023, 7, 25, 23, 42, 57, 446000)),
        Field("binary", Binary(b"bytes", 128)),
        Field("object_id", ObjectId()),
        Field("dbref", DBRef(u"test", 1)),
        Field("code", Code("function () { return true; }"), compared=code_and_scope),
        Field("code_with_scope", Code("function () { return x; }", {u"x": False}), compared=code_and_scope),
        Field("timestamp", Timestamp(4, 13)),
        Field("min_key", MinKey()),
        Field("max_key", MaxKey()),
        Field("uuid", uuid.uuid4()),
        # A Python 2 stores `str` as text.
        Field("bytes", Binary(b"bytes")) if bytes is str else Field("bytes", b"bytes"),
    ]
    if VERSION < (2, 7):
        some.append(Field("regex", native, compared=pattern_and_flags))
    else:
        from bson.regex import Regex

        # Until 3.0 every regular expression came back compiled.
        kind = PATTERN if VERSION < (3, 0) else Regex
        some.append(Field("regex", native, kind=kind, compared=pattern_and_flags))
        some.append(Field("regex_pymongo", Regex("regex+"), kind=kind, compared=pattern_and_flags))
    if VERSION < (3, 0):
        some.append(Field("int64", 2 << 50, kind=type(2 << 70)))
    else:
        from bson.int64 import Int64

        some.append(Field("int64", 2 << 50, kind=Int64))
        some.append(Field("small_int64", Int64(1)))
    if VERSION >= (3, 4):
        from bson.decimal128 import Decimal128

        some.append(Field("decimal128", Decimal128("1.10")))
    if VERSION >= (4, 3):
        from bson.datetime_ms import DatetimeMS

        some.append(Field("datetime_out_of_range", DatetimeMS(-2 << 60)))
    if VERSION >= (4, 10):
        from bson.binary import BinaryVectorDtype

        some.append(Field("vector", Binary.from_vector([1, -2, 3], BinaryVectorDtype.INT8)))
    return some


def codec_options():
    """What 4.x does no longer by itself: UUIDs, and dates that Python cannot hold. Nothing before 4.0."""
    if VERSION < (4, 0):
        return {}
    from bson.binary import STANDARD
    from bson.codec_options import CodecOptions

    options = {"uuid_representation": STANDARD}
    if VERSION >= (4, 3):
        from bson.codec_options import DatetimeConversion

        options["datetime_conversion"] = DatetimeConversion.DATETIME_AUTO
    return {"codec_options": CodecOptions(**options)}


OPTIONS = codec_options()


def encode(document):
    return bson.encode(document, **OPTIONS) if VERSION >= (3, 9) else bson.BSON.encode(document, **OPTIONS)


def decode(data):
    return bson.decode(data, **OPTIONS) if VERSION >= (3, 9) else bson.BSON(data).decode(**OPTIONS)


def connected(uri, set_name=None):
    """A client of a server, or of a whole set, that waits for its writes."""
    if VERSION < (2, 4):
        if set_name:
            return pymongo.ReplicaSetConnection(uri, replicaSet=set_name, safe=True)
        return pymongo.Connection(uri, safe=True)
    if set_name and VERSION < (3, 0):
        return pymongo.MongoReplicaSetClient(uri, replicaSet=set_name)
    return pymongo.MongoClient(uri, replicaSet=set_name) if set_name else pymongo.MongoClient(uri)


def has_c():
    return {"bson": bool(bson.has_c()), "pymongo": bool(pymongo.has_c())}


def read_cell():
    with open(os.path.join(HERE, "cell.json")) as file:
        return json.load(file)


class Application(object):
    """What a control may change, it overrides: `connect`, `work`, `check_classes`."""

    #: A control that seeds another fault does without.
    check_classes = True

    def __init__(self):
        self.cell = read_cell()
        self.lock = threading.Lock()
        self.fields = fields()
        self.document = dict((field.name, field.value) for field in self.fields)
        self.object_id = Field("_id", ObjectId(), compared=lambda found: None)
        # Each sub-interpreter of each process has its own.
        self.name = "test-%s" % uuid.uuid4()
        self.client = None
        self.hello = {}
        try:
            self.prepare()
        except Exception:
            # A request can say what is wrong; a script that does not import cannot.
            traceback.print_exc()

    def prepare(self):
        with self.lock:
            if self.client is None:
                self.hello = self.ask()
                client = self.connect()
                try:
                    self.fill(client)
                finally:
                    client.close()
                self.client = self.connect()

    def ask(self):
        client = connected(self.cell["uri"])
        try:
            return client.admin.command("ismaster")
        finally:
            client.close()

    def connect(self):
        return connected(self.cell["uri"], self.hello.get("setName"))

    def collection(self, client):
        return client.test.get_collection(self.name, **OPTIONS) if VERSION >= (3, 0) else client.test[self.name]

    def fill(self, client):
        collection = self.collection(client)
        collection.drop()
        documents = [dict(self.document, i=i) for i in range(DOCUMENTS)]
        if VERSION >= (3, 0):
            collection.insert_many(documents)
        else:
            collection.insert(documents)

    def work(self):
        """A request's part with the driver. Raises what is wrong."""
        found = list(self.collection(self.client).find().batch_size(BATCH))
        if len(found) != DOCUMENTS:
            raise Failure("found %d documents and not %d" % (len(found), DOCUMENTS))
        for i, document in enumerate(found):
            self.check(document, "in document %d" % i)
            if document["i"] != i:
                raise Failure("document %d is number %r" % (i, document["i"]))
            if self.check_classes:
                self.object_id.check(document["_id"], "in document %d" % i)
        self.check(decode(encode(self.document)), "encoded and decoded")

    def check(self, document, where):
        if self.check_classes:
            for field in self.fields:
                field.check(document[field.name], where)

    def answer(self, environ):
        return {
            "application_group": environ.get("mod_wsgi.application_group"),
            "documents": DOCUMENTS,
            "fields": len(self.fields),
            "has_c": has_c(),
            "mod_wsgi": ".".join(str(number) for number in environ.get("mod_wsgi.version", ())),
            "multithread": bool(environ.get("wsgi.multithread")),
            "nonce": self.cell["nonce"],
            "pid": os.getpid(),
            "process_group": environ.get("mod_wsgi.process_group"),
            "pymongo": pymongo.version,
            "python": ".".join(str(number) for number in sys.version_info[:3]),
            "set_name": self.hello.get("setName"),
            "thread": threading.current_thread().name,
            "topology": "replica-set" if self.hello.get("setName") else "standalone",
        }

    def __call__(self, environ, start_response):
        try:
            self.prepare()
            self.work()
            return reply(start_response, "200 OK", "application/json", json.dumps(self.answer(environ), sort_keys=True))
        except Exception as error:
            traceback.print_exc(file=environ["wsgi.errors"])
            line = "%s" % error if isinstance(error, Failure) else "%s: %s" % (type(error).__name__, error)
            return reply(start_response, "500 Internal Server Error", "text/plain", line + "\n")


def reply(start_response, status, kind, text):
    body = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    start_response(status, [("Content-Type", kind + "; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


# A control imports this file under this name and makes an application of its own.
if __name__ != "ordinary_app":
    application = Application()
