"""The ordinary application without its look at classes, for drivers whose sub-interpreters are known to mix them."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application


class Plain(Application):
    check_classes = False


application = Plain()
