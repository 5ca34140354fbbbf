"""Forms know only GET and POST; `?_method=DELETE` lets them undo what a script undoes by DELETE."""

from collections.abc import Iterable
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def overridden(app: WSGIApplication) -> WSGIApplication:
    """Wrap an application, so that a POST may say that it means DELETE."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and "_method" in environ.get("QUERY_STRING", ""):
            said = parse_qs(environ["QUERY_STRING"]).get("_method", [])
            if said == ["DELETE"]:
                environ["REQUEST_METHOD"] = "DELETE"
        return app(environ, start_response)

    return serve
