"""Who may invite, and who comes by an invitation: a part of BY_PERSON (see tables.py)."""

from tests.matrix.reading import Row, rows

# `here` and `one` is an invitation of one person, `whole` that of an organisation. Whoever sits in
# the panel and opens a link to it, used or not, is led there; by a form, they have a seat already.
INVITATIONS: tuple[Row, ...] = rows("""
                                                          rea com mem mod aut vis sea for end
  GET    membership.show_invitations   here               404 404 404 200 404 401 404 404 404
  POST   membership.invite             here               403 403 403 201 403 401 404 404 404
  POST   membership.resend_invitation  here               403 403 403 204 403 401 404 404 404
  POST   membership.revoke_invitation  here               403 403 403 204 403 401 404 404 404
  GET    membership.show_organisation_form here           404 404 404 200 404 401 404 404 404
  POST   membership.invite_organisation here              403 403 403 201 403 401 404 404 404
  GET    membership.show_seats         whole              404 404 404 200 404 401 404 404 404
  GET    membership.show_seats         one                404 404 404 404 404 401 404 404 404
  POST   membership.change_seats       whole              403 403 403 204 403 401 404 404 404
  GET    membership.show_list_form     here               404 404 404 200 404 401 404 404 404
  POST   membership.check_list         here               403 403 403 200 403 401 404 404 404
  POST   membership.invite_many        here               403 403 403 201 403 401 404 404 404
  GET    membership.open_invitation    good               302 302 302 302 302 302 302 302 302
  GET    membership.open_invitation    never              404 404 404 404 404 404 404 404 404
  GET    membership.show_invitation    good               303 303 303 303 303 200 200 200 200
  GET    membership.show_invitation    used               303 303 303 303 303 410 410 410 410
  GET    membership.show_invitation    never              404 404 404 404 404 404 404 404 404
  POST   membership.accept_invitation  good, twin         409 409 409 409 409 303 303 303 303
  POST   membership.accept_invitation  used               410 410 410 410 410 410 410 410 410
  POST   membership.accept_invitation  never              404 404 404 404 404 404 404 404 404
""")
