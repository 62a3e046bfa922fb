"""Runs any WSGI application without a database: the file that `cell.json` names, as if it stood here itself.

Its folder comes first on `sys.path`, `__file__` is its own path, and its module has its own name. One file for
Python 2.7 to 3.14.
"""

import json
import os
import sys
import types

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cell.json")) as file:
    CELL = json.load(file)


def loaded(path):
    sys.path.insert(0, os.path.dirname(path))
    module = types.ModuleType(os.path.splitext(os.path.basename(path))[0])
    module.__file__ = path
    sys.modules[module.__name__] = module
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    exec(code, module.__dict__)
    return module.application


# A Python 2 gives JSON's text as `unicode`, which no path is there.
application = loaded(str(CELL["app"]))
