"""Who may do what, by hand from DESIGN ("Who may do what"): nothing here is asked of the code.

Read it beside DESIGN's table: first the rights, for each kind of person and of audience; then, for
each page, act and socket event, the answer that follows. A change of the rules begins here.
"""

from tests.matrix.invitations import INVITATIONS
from tests.matrix.reading import Row, grid, rows

# R reads, A answers (replies), S starts threads, D drafts, M moderates; "-": for them it is not
# there. `inside` and `outside` are two working groups: whoever has a seat here was taken into the
# first one, nobody into the second. `ended` once had a seat here, and sat in the first group, too;
# `seatless` is signed in and sits nowhere; `foreign` moderates another panel.
RIGHTS = grid("""
             panel   members inside  outside visitors
  reader     R       -       R       -       R
  commenter  RA      -       RA      -       RA
  member     RASD    RASD    RASD    -       RASD
  moderator  RASDM   RASDM   RASDM   RASDM   RASDM
  authority  -       -       -       -       R
  visitor    -       -       -       -       R
  seatless   -       -       -       -       R
  foreign    -       -       -       -       R
  ended      -       -       -       -       R
""")
PEOPLE, KINDS = tuple(RIGHTS), tuple(RIGHTS["reader"])
SEATED = ("reader", "commenter", "member", "moderator", "authority")

# What is about a thread or an audience: by what a seat allows there; who has no seat here (signed
# in, or signed out) may at most read it, as visitors do. 200 a page, 201 made, 204 done (a form
# without a script is led on: 303); 401 sign in first, 403 not yours to do, 404 there is no such
# thing. "last" is a post that nobody has answered.
STANDINGS = ("RASDM", "RASD", "RA", "R", "-", "R, no seat", "-, no seat", "R, out", "-, out")
BY_RIGHTS: tuple[Row, ...] = rows("""
                                                   seated here, who may   no seat  signed out
                                                   RASDM RASD RA R  -     R   -    R   -
  GET    discussion.show_thread   open             200  200 200 200 404   200 404  200 404
  GET    discussion.show_thread   closed           200  200 200 200 404   200 404  200 404
  GET    discussion.show_thread   never            404  404 404 404 404   404 404  404 404
  GET    discussion.show_post     another's        200  200 200 200 404   200 404  200 404
  GET    discussion.show_post     hidden           200  200 200 200 404   200 404  200 404
  GET    discussion.show_post     deleted          404  404 404 404 404   404 404  404 404
  GET    discussion.show_history  edited           200  200 200 200 404   200 404  200 404
  GET    discussion.show_history  hidden           200  404 404 404 404   404 404  404 404
  GET    discussion.show_history  deleted          404  404 404 404 404   404 404  404 404
  POST   discussion.start_thread  open             201  201 403 403 404   404 404  401 401
  POST   discussion.create_post   open             201  201 201 403 404   404 404  401 401
  POST   discussion.create_post   another's        201  201 201 403 404   404 404  401 401
  POST   discussion.create_post   hidden           403  403 403 403 404   404 404  401 401
  POST   discussion.create_post   deleted          404  404 404 403 404   404 404  401 401
  POST   discussion.create_post   closed           201  403 403 403 404   404 404  401 401
  GET    discussion.edit_form     own              200  200 200 403 404   404 404  401 401
  GET    discussion.edit_form     own, closed      200  403 403 403 404   404 404  401 401
  GET    discussion.edit_form     another's        403  403 403 403 404   404 404  401 401
  POST   discussion.edit_post     own              204  204 204 403 404   404 404  401 401
  POST   discussion.edit_post     own, closed      204  403 403 403 404   404 404  401 401
  POST   discussion.edit_post     another's        403  403 403 403 404   404 404  401 401
  DELETE discussion.delete_post   own, last        204  204 204 403 404   404 404  401 401
  DELETE discussion.delete_post   own, last, closed 204 403 403 403 404   404 404  401 401
  DELETE discussion.delete_post   own, answered    403  403 403 403 404   404 404  401 401
  DELETE discussion.delete_post   another's        403  403 403 403 404   404 404  401 401
  POST   discussion.hide_post     another's        204  403 403 403 404   404 404  401 401
  DELETE discussion.unhide_post   another's        204  403 403 403 404   404 404  401 401
  POST   discussion.hide_post     own              204  403 403 403 404   404 404  401 401
  DELETE discussion.unhide_post   own              204  403 403 403 404   404 404  401 401
  POST   discussion.close_thread  spare            204  403 403 403 404   404 404  401 401
  DELETE discussion.reopen_thread spare            204  403 403 403 404   404 404  401 401
  POST   discussion.pin_thread    spare            204  403 403 403 404   404 404  401 401
  DELETE discussion.unpin_thread  spare            204  403 403 403 404   404 404  401 401
  GET    discussion.show_asides   open             200  200 200 200 404   200 404  200 404
  GET    discussion.choose_place  another's        200  403 403 403 404   404 404  401 401
  GET    discussion.choose_place  hidden           200  403 403 403 404   404 404  401 401
  GET    discussion.choose_place  deleted          404  404 404 404 404   404 404  401 401
  POST   discussion.move_branch   another's        422  403 403 403 404   404 404  401 401
  POST   discussion.move_branch   deleted          404  404 404 404 404   404 404  401 401
  DELETE discussion.undo_act      open             404  404 404 404 404   404 404  401 401
  POST   discussion.mark_read     open             204  204 204 204 404   404 404  401 401
  GET    discussion.show_thread   remark           200  200 200 200 404   200 404  200 404
  POST   discussion.create_post   remark           201  201 201 403 404   404 404  401 401
  GET    discussion.cite_post     another's        200  200 200 200 404   200 404  200 404
  GET    discussion.cite_post     hidden           404  404 404 404 404   404 404  404 404
  GET    papers.choose_paper      another's        200  200 200 200 404   404 404  401 401
  GET    papers.choose_paper      hidden           404  404 404 404 404   404 404  401 401
  POST   papers.start_paper       open             201  201 403 403 404   404 404  401 401
  GET    papers.show_paper        draft            200  200 200 200 404   200 404  200 404
  GET    papers.show_paper        adopted          200  200 200 200 404   200 404  200 404
  GET    papers.show_paper        never            404  404 404 404 404   404 404  404 404
  POST   papers.retitle           free             204  204 403 403 404   404 404  401 401
  POST   papers.retitle           adopted          403  403 403 403 404   404 404  401 401
  GET    papers.list_comments     draft            200  200 200 200 404   200 404  200 404
  POST   papers.comment           draft            201  201 201 403 404   404 404  401 401
  POST   papers.comment           adopted          201  201 201 403 404   404 404  401 401
  GET    papers.list_versions     draft            200  200 200 200 404   200 404  200 404
  POST   papers.name_version      free             204  204 403 403 404   404 404  401 401
  POST   papers.name_version      adopted          204  403 403 403 404   404 404  401 401
  GET    papers.show_version      draft            200  200 200 200 404   200 404  200 404
  GET    papers.canonical         draft            200  200 200 200 404   200 404  200 404
  GET    papers.compare_versions  draft            200  200 200 200 404   200 404  200 404
  POST   papers.restore_version   free             204  204 403 403 404   404 404  401 401
  POST   papers.restore_version   adopted          403  403 403 403 404   404 404  401 401
  GET    papers.show_changes      draft            200  200 200 200 404   404 404  401 401
  POST   papers.look              draft            204  204 204 204 404   404 404  401 401
  GET    papers.show_step         draft            200  403 403 403 404   404 404  401 401
  GET    papers.show_step         adopted          403  403 403 403 404   404 404  401 401
  POST   papers.move              free             204  403 403 403 404   404 404  401 401
  POST   papers.move              adopted          403  403 403 403 404   404 404  401 401
  GET    exports.show_exports     draft            200  403 403 403 404   403 404  403 404
  GET    exports.show_exports     adopted          200  200 200 200 404   200 404  200 404
  POST   exports.export           draft            202  403 403 403 404   403 404  403 404
  POST   exports.export           adopted          202  202 202 202 404   202 404  202 404
  GET    exports.download         draft            200  404 404 404 404   404 404  404 404
  GET    exports.download         adopted          200  200 200 200 404   200 404  200 404
  GET    exports.show_thread_exports open          200  403 403 403 404   403 404  403 404
  GET    exports.show_thread_exports never         404  404 404 404 404   404 404  404 404
  POST   exports.export_thread    open             202  403 403 403 404   403 404  403 404
  GET    exports.download_thread  whole            200  404 404 404 404   404 404  404 404
  GET    live.catch_up            open             200  200 200 200 404   404 404  401 401
  GET    live.catch_up            list             200  200 200 200 404   404 404  401 401
  GET    live.catch_up            document         200  200 200 200 404   404 404  401 401
  GET    live.catch_up            papers           200  200 200 200 404   404 404  401 401
  GET    live.catch_up            about            200  200 200 200 404   404 404  401 401
  GET    live.catch_up            job, draft       200  404 404 404 404   404 404  401 401
  GET    live.catch_up            job, whole       200  404 404 404 404   404 404  401 401
  GET    live.catch_up            job, adopted     200  200 200 200 404   404 404  401 401
""")

# What is about the panel as such, its people, or nobody but oneself; the columns are PEOPLE.
# `quiet` is the panel that `foreign` moderates: nothing in it is for visitors. What a "twin" does
# is done by somebody of the same kind, made for it.
BY_PERSON: tuple[Row, ...] = (
    rows("""
                                                          rea com mem mod aut vis sea for end
  GET    home.show_panel               here               200 200 200 200 200 302 302 302 302
  GET    home.show_panel               quiet              404 404 404 404 404 404 404 200 404
  GET    discussion.list_threads       here               200 200 200 200 200 200 200 200 200
  GET    discussion.list_threads       quiet              404 404 404 404 404 404 404 200 404
  GET    discussion.new_thread         here               404 404 200 200 404 401 404 404 404
  GET    papers.list_papers            here               200 200 200 200 200 200 200 200 200
  GET    papers.list_papers            quiet              404 404 404 404 404 404 404 200 404
  GET    papers.new_paper              here               404 404 200 200 404 401 404 404 404
  GET    membership.show_people        here               200 200 200 200 404 404 404 404 404
  GET    membership.show_people        quiet              404 404 404 404 404 404 404 200 404
  GET    log.show_log                  here               200 200 200 200 404 404 404 404 404
  GET    log.show_log                  quiet              404 404 404 404 404 404 404 200 404
  POST   membership.change_role        another's          403 403 403 204 404 401 404 404 404
  POST   membership.change_role        own, twin          403 403 403 204 403 401 404 404 404
  POST   membership.end_seat           another's          403 403 403 204 404 401 404 404 404
  POST   membership.end_seat           own, twin          303 303 303 303 303 401 404 404 404
  POST   membership.add_organisation   here               403 403 403 204 403 401 404 404 404
  POST   membership.create_group       here               403 403 403 204 403 401 404 404 404
  POST   membership.join_group         inside             403 403 403 204 404 401 404 404 404
  POST   membership.join_group         outside            404 404 404 204 404 401 404 404 404
  DELETE membership.leave_group        own, inside, twin  204 204 204 204 204 401 404 404 404
  DELETE membership.leave_group        own, outside       404 404 404 204 404 401 404 404 404
  DELETE membership.leave_group        another's, inside  403 403 403 204 404 401 404 404 404
  DELETE membership.leave_group        another's, outside 404 404 404 204 404 401 404 404 404
  GET    groups.list_groups            here               200 200 200 200 404 404 404 404 404
  GET    groups.list_groups            quiet              404 404 404 404 404 404 404 200 404
  GET    groups.show_group             inside             200 200 200 200 404 404 404 404 404
  GET    groups.show_group             outside            404 404 404 200 404 404 404 404 404
  GET    groups.keep_group             inside             403 403 403 200 404 401 404 404 404
  GET    groups.keep_group             outside            404 404 404 200 404 401 404 404 404
  POST   groups.rename                 inside             403 403 403 204 404 401 404 404 404
  POST   groups.rename                 outside            404 404 404 204 404 401 404 404 404
  POST   groups.set_mandate            inside             403 403 403 204 404 401 404 404 404
  POST   groups.set_mandate            outside            404 404 404 204 404 401 404 404 404
  POST   groups.add_contributor        inside             403 403 403 204 404 401 404 404 404
  POST   groups.add_contributor        outside            404 404 404 204 404 401 404 404 404
  DELETE groups.end_contributor        own, inside        204 204 204 204 404 401 404 404 404
  DELETE groups.end_contributor        another's, inside  403 403 403 204 404 401 404 404 404
  DELETE groups.end_contributor        another's, outside 404 404 404 204 404 401 404 404 404
  GET    groups.new_milestone          inside             403 403 403 200 404 401 404 404 404
  GET    groups.new_milestone          outside            404 404 404 200 404 401 404 404 404
  POST   groups.add_milestone          inside             403 403 403 204 404 401 404 404 404
  POST   groups.add_milestone          outside            404 404 404 204 404 401 404 404 404
  GET    groups.keep_milestone         inside             403 403 403 200 404 401 404 404 404
  GET    groups.keep_milestone         outside            404 404 404 200 404 401 404 404 404
  POST   groups.retitle_milestone      inside             403 403 403 204 404 401 404 404 404
  POST   groups.retitle_milestone      outside            404 404 404 204 404 401 404 404 404
  POST   groups.move_milestone         inside             403 403 403 204 404 401 404 404 404
  POST   groups.move_milestone         outside            404 404 404 204 404 401 404 404 404
  POST   groups.finish_milestone       inside             403 403 403 204 404 401 404 404 404
  POST   groups.finish_milestone       outside            404 404 404 204 404 401 404 404 404
  DELETE groups.reopen_milestone       inside             403 403 403 204 404 401 404 404 404
  DELETE groups.reopen_milestone       outside            404 404 404 204 404 401 404 404 404
  POST   groups.remove_milestone       inside             403 403 403 204 404 401 404 404 404
  POST   groups.remove_milestone       outside            404 404 404 204 404 401 404 404 404
  DELETE groups.restore_milestone      inside             403 403 403 204 404 401 404 404 404
  DELETE groups.restore_milestone      outside            404 404 404 204 404 401 404 404 404
  GET    groups.show_calendar          inside             200 200 200 200 404 401 404 404 404
  GET    groups.show_calendar          outside            404 404 404 200 404 401 404 404 404
  POST   groups.open_calendar          inside, twin       201 201 201 201 404 401 404 404 404
  POST   groups.open_calendar          outside, twin      404 404 404 201 404 401 404 404 404
  DELETE groups.close_calendar         inside, twin       204 204 204 204 404 401 404 404 404
  GET    groups.read_calendar          inside             200 200 200 200 404 404 404 404 404
  GET    groups.read_calendar          outside            404 404 404 404 404 404 404 404 404
  GET    home.index                    -                  302 302 302 302 302 200 200 302 200
  GET    home.health                   -                  200 200 200 200 200 200 200 200 200
  GET    identity.show_sign_in         -                  302 302 302 302 302 200 302 302 302
  POST   identity.sign_in              right              303 303 303 303 303 303 303 303 303
  POST   identity.sign_in              wrong              422 422 422 422 422 422 422 422 422
  POST   identity.sign_out             twin               303 303 303 303 303 401 303 303 303
  POST   identity.sign_out_everywhere  twin               303 303 303 303 303 401 303 303 303
  GET    identity.show_profile         -                  200 200 200 200 200 401 200 200 200
  POST   identity.change_profile       twin               303 303 303 303 303 401 303 303 303
  POST   identity.choose_language      twin               303 303 303 303 303 303 303 303 303
  POST   identity.sign_out_others      twin               204 204 204 204 204 401 204 204 204
  POST   identity.end_sign_in          own, twin          204 204 204 204 204 401 204 204 204
  POST   identity.end_sign_in          another's          404 404 404 404 404 401 404 404 404
  GET    identity.show_forgotten       -                  200 200 200 200 200 200 200 200 200
  POST   identity.ask_for_password     known              303 303 303 303 303 303 303 303 303
  POST   identity.ask_for_password     unknown            303 303 303 303 303 303 303 303 303
  GET    identity.open_reset           good               302 302 302 302 302 302 302 302 302
  GET    identity.open_reset           never              404 404 404 404 404 404 404 404 404
  GET    identity.show_reset           good               200 200 200 200 200 200 200 200 200
  GET    identity.show_reset           never              404 404 404 404 404 404 404 404 404
  POST   identity.set_new_password     good               303 303 303 303 303 303 303 303 303
  POST   identity.set_new_password     never              404 404 404 404 404 404 404 404 404
  POST   identity.ask_for_address      twin               303 303 303 303 303 401 303 303 303
  GET    identity.open_address         good               302 302 302 302 302 302 302 302 302
  GET    identity.open_address         never              404 404 404 404 404 404 404 404 404
  GET    identity.show_address         good               200 200 200 200 200 200 200 200 200
  GET    identity.show_address         never              404 404 404 404 404 404 404 404 404
  POST   identity.confirm_address      good               303 303 303 303 303 303 303 303 303
  POST   identity.confirm_address      never              404 404 404 404 404 404 404 404 404
  POST   identity.stop_address         good               303 303 303 303 303 303 303 303 303
  POST   identity.stop_address         never              404 404 404 404 404 404 404 404 404
  GET    mail.show_mailbox             -                  404 404 404 404 404 404 404 404 404
  GET    mail.show_letter              there              404 404 404 404 404 404 404 404 404
  POST   discussion.preview            -                  200 200 200 200 200 401 200 200 200
""")
    + INVITATIONS
)

# Socket events, by the room that they are about: "yes" it is heard, or done; "no" the same as for
# a room that never was, or not done; "-" there is no socket to ask by, since visitors have pages
# only. Whoever reads a text joins it; who may write in it is given an id to write under.
BY_SOCKET: tuple[Row, ...] = rows("""
                                              seated here, who may   no seat  signed out
                                              RASDM RASD RA R  -     R   -    R   -
  ON connect            -                     yes  yes yes yes yes   yes yes  no  no
  ON enter              thread                yes  yes yes yes no    no  no   -   -
  ON enter              list                  yes  yes yes yes no    no  no   -   -
  ON enter              document              yes  yes yes yes no    no  no   -   -
  ON enter              papers                yes  yes yes yes no    no  no   -   -
  ON enter              about                 yes  yes yes yes no    no  no   -   -
  ON enter              job, draft            yes  no  no  no  no    no  no   -   -
  ON enter              job, whole            yes  no  no  no  no    no  no   -   -
  ON enter              job, adopted          yes  yes yes yes no    no  no   -   -
  ON enter              never                 no   no  no  no  no    no  no   -   -
  ON enter              stream                no   no  no  no  no    no  no   -   -
  ON typing             thread                yes  yes yes no  no    no  no   -   -
  ON typing             about                 yes  yes yes no  no    no  no   -   -
  ON typing             never                 no   no  no  no  no    no  no   -   -
  ON leave              thread                yes  yes yes yes yes   yes yes  -   -
  ON document.join      document              yes  yes yes yes no    no  no   -   -
  ON document.join      document, adopted     yes  yes yes yes no    no  no   -   -
  ON document.join      never                 no   no  no  no  no    no  no   -   -
  ON document.update    document              yes  yes no  no  no    no  no   -   -
  ON document.update    document, adopted     no   no  no  no  no    no  no   -   -
  ON document.update    never                 no   no  no  no  no    no  no   -   -
  ON document.awareness document              yes  yes no  no  no    no  no   -   -
  ON document.awareness document, adopted     no   no  no  no  no    no  no   -   -
  ON document.awareness never                 no   no  no  no  no    no  no   -   -
  ON disconnect         -                     yes  yes yes yes yes   yes yes  -   -
""")

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
