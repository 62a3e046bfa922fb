"""Known-bad with PyMongo 4.1.0: `decode_all`, 200 times a request, keeps some of what it made."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application, encode

import bson


class DecodeAll(Application):
    def work(self):
        Application.work(self)
        data = encode(self.document)
        # Options of its own would hide it.
        for _ in range(200):
            bson.decode_all(data)


application = DecodeAll()
