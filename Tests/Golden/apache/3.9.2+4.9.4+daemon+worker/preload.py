"""Imported once by the main interpreter of each process, before a request makes a sub-interpreter.

Some C modules of Python 3.9.2 initialise their static types anew in each interpreter that imports them, unless the
main interpreter has done so first.
"""

import _socket  # noqa: F401
import socket  # noqa: F401


def application(environ, start_response):
    """No URL leads here; WSGIImportScript wants a WSGI script."""
    raise NotImplementedError
