"""What all parts of the live edge stand on."""

from dataclasses import dataclass

from flask import Flask
from flask_socketio import SocketIO

from panel.kernel.serving import Serving


@dataclass(frozen=True)
class Stage:
    """The application, its socket server, and how to wait and go on under the server in use."""

    app: Flask
    io: SocketIO
    serving: Serving
