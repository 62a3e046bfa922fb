"""Known-bad with PyMongo 2.6: 50 inserts a request, each of which leaves something behind in the C extension."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application


class Inserts(Application):
    check_classes = False

    def work(self):
        Application.work(self)
        collection = self.client.test[self.name + "-inserted"]
        for i in range(50):
            collection.insert({"i": i, "text": "x" * 100})
        collection.drop()


application = Inserts()
