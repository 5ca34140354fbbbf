"""What grants open beyond the tables of roles, by hand from DESIGN like those."""

from tests.matrix.reading import Row, rows

# What grants open to a seat that has no right in an audience: the verb granted and nothing else.
# Whatever is granted besides, nothing is there for those who may not read it.
GRANTED = ("-", "R", "A", "S", "D", "M", "RA", "RS", "RD", "RM")
BY_GRANT: tuple[Row, ...] = rows("""
                                             -    R    A    S    D    M    RA   RS   RD   RM
  GET    discussion.show_thread    open      404  200  404  404  404  404  200  200  200  200
  POST   discussion.create_post    open      404  403  404  404  404  404  201  403  403  403
  POST   discussion.start_thread   open      404  403  404  404  404  404  403  201  403  403
  POST   discussion.pin_thread     spare     404  403  404  404  404  404  403  403  403  204
  GET    discussion.show_history   hidden    404  404  404  404  404  404  404  404  404  200
  GET    papers.show_paper         draft     404  200  404  404  404  404  200  200  200  200
  POST   papers.start_paper        open      404  403  404  404  404  404  403  403  201  403
  POST   papers.comment            draft     404  403  404  404  404  404  201  403  403  403
  POST   papers.retitle            heard     404  403  404  404  404  404  403  403  204  403
  POST   papers.name_version       heard     404  403  404  404  404  404  403  403  204  204
  GET    papers.show_step          draft     404  403  404  404  404  404  403  403  403  200
  GET    exports.show_exports      draft     404  403  404  404  404  404  403  403  403  200
  GET    exports.download          adopted   404  200  404  404  404  404  200  200  200  200
  GET    exports.show_thread_exports open    404  403  404  404  404  404  403  403  403  200
  GET    exports.download_thread   whole     404  404  404  404  404  404  404  404  404  200
  GET    live.catch_up             open      404  200  404  404  404  404  200  200  200  200
  GET    live.catch_up             list      404  200  404  404  404  404  200  200  200  200
""")
