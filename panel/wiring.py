"""What belongs to what. Read this to learn what follows from any fact."""

from collections.abc import Callable
from datetime import timedelta

from panel.discussion import events as discussion
from panel.discussion import pushes as discussion_pushes
from panel.discussion.around import Around, Kind
from panel.discussion.citing import refusal as citing_refusal
from panel.discussion.queries.threads import audiences_of
from panel.discussion.routes import bp as discussion_bp
from panel.documents import events as documents
from panel.documents import pushes as documents_pushes
from panel.documents import sockets as documents_sockets
from panel.documents.citing import Citable
from panel.documents.queries.documents import audiences_of as documents_of
from panel.exports.jobs import EXPORT, THREAD_EXPORT
from panel.exports.routes import bp as exports_bp
from panel.groups import events as groups
from panel.groups import pushes as groups_pushes
from panel.groups.queries.groups import audiences_of as groups_of
from panel.groups.routes import bp as groups_bp
from panel.home.routes import bp as home_bp
from panel.identity import events as identity
from panel.identity import notices as identity_notices
from panel.identity.routes import bp as identity_bp
from panel.jobs import events as jobs
from panel.jobs import pushes as jobs_pushes
from panel.jobs.queries import doors as jobs_of
from panel.kernel.work import Fact, Work
from panel.live import sockets, typing
from panel.live.pushing import Present, nothing
from panel.live.rooms import Rule, Sayings
from panel.live.routes import bp as live_bp
from panel.live.telling import Tells, Told, Untold
from panel.log.routes import bp as log_bp
from panel.log.streams import (
    of_audience,
    of_document,
    of_group,
    of_house,
    of_panel,
    of_post,
    of_text,
)
from panel.mail import events as mail
from panel.mail.routes import bp as mail_bp
from panel.membership import events as membership
from panel.membership.queries import audiences_named
from panel.membership.routes import bp as membership_bp
from panel.papers import events as papers
from panel.papers import pushes as papers_pushes
from panel.papers.queries import comments as papers_comments
from panel.papers.queries.cited import cited_beyond
from panel.papers.queries.papers import audiences_about as about_of
from panel.papers.routes import bp as papers_bp
from panel.papers.routes.comments import address as paper_address
from panel.papers.routes.comments import came_of
from panel.sending import jobs as sending

BLUEPRINTS = (
    *(identity_bp, membership_bp, discussion_bp, papers_bp, groups_bp, exports_bp),
    *(live_bp, log_bp, home_bp, mail_bp),
)
SOCKETS = (sockets.register, documents_sockets.register)

ROOMS: dict[str, Rule] = {  # whom a room is for; live.rooms asks the one rule about them
    "thread": audiences_of,
    "list": audiences_named,
    "document": documents_of,
    "papers": audiences_named,
    "about": about_of,
    "job": jobs_of,
    "group": groups_of,
}

SAYINGS: Sayings = {  # what the others in a room are shown of what somebody does just now
    typing.EVENT: typing.writing,
    documents_pushes.CARET: documents_pushes.caret,
}

ABOUT: dict[str, Kind] = {  # what threads can be about: its title, its address, the places in it
    "paper": Kind(papers_comments.title_of, paper_address, papers_comments.places_of),
}
# What discussions are told of what stands above them.
AROUND = Around(ABOUT, about_of, came_of, cited_beyond)
CITABLE: Citable = citing_refusal  # what documents are told of the posts that they cite

JOBS = {  # what workers know how to do
    kind.name: kind for kind in (EXPORT, THREAD_EXPORT, sending.LETTER)
}

# Every fact stands here; those that show nowhere, as nothing. What concerns a seat or a person is
# not shown but followed: its open tabs are asked again at every door (live.doors).
PUSHES: dict[type[Fact], Present] = {
    identity.PersonRegistered: nothing,
    identity.ProfileChanged: nothing,
    identity.PictureSet: nothing,
    identity.PictureRemoved: nothing,
    identity.PasswordSet: nothing,
    identity.PasswordResetAsked: nothing,
    identity.PasswordReplaced: nothing,
    identity.AddressChangeAsked: nothing,
    identity.AddressChangeConfirmed: nothing,
    identity.AddressChanged: nothing,
    identity.AddressChangeStopped: nothing,
    identity.NewDeviceUsed: nothing,
    identity.SignedIn: nothing,
    identity.SignInsEnded: nothing,
    mail.LetterPosted: nothing,
    mail.LetterTaken: nothing,
    mail.LetterGivenUp: nothing,
    membership.PanelOpened: nothing,
    membership.OrganisationAdded: nothing,
    membership.OrganisationChanged: nothing,
    membership.GroupCreated: nothing,
    membership.Invited: nothing,
    membership.InvitationRevoked: nothing,
    membership.InvitationResent: nothing,
    membership.InvitationSeatsChanged: nothing,
    membership.InvitationAccepted: nothing,
    membership.SeatTaken: nothing,
    membership.RoleChanged: nothing,
    membership.SeatEnded: nothing,
    membership.SeatGivenBack: nothing,
    membership.GroupRenamed: groups_pushes.shown,
    membership.GroupJoined: groups_pushes.shown,
    membership.GroupLeft: groups_pushes.shown,
    membership.GroupSeatChanged: groups_pushes.shown,
    membership.ContributorAdded: groups_pushes.shown,
    membership.ContributorEnded: groups_pushes.shown,
    discussion.ThreadStarted: discussion_pushes.settled,
    discussion.ThreadClosed: discussion_pushes.settled,
    discussion.ThreadReopened: discussion_pushes.settled,
    discussion.ThreadPinned: discussion_pushes.settled,
    discussion.ThreadUnpinned: discussion_pushes.settled,
    discussion.PostPublished: discussion_pushes.published,
    discussion.PostEdited: discussion_pushes.changed,
    discussion.PostHidden: discussion_pushes.changed,
    discussion.PostUnhidden: discussion_pushes.changed,
    discussion.PostDeleted: discussion_pushes.changed,
    discussion.PostMoved: discussion_pushes.published,
    discussion.BranchMoved: discussion_pushes.settled,
    documents.TextChanged: documents_pushes.updated,
    documents.VersionNamed: papers_pushes.named,
    papers.PaperStarted: papers_pushes.moved,
    papers.PaperRetitled: papers_pushes.moved,
    papers.StageChanged: papers_pushes.moved,
    papers.PaperCommented: papers_pushes.listed,
    groups.MandateSet: groups_pushes.shown,
    groups.MilestoneAdded: groups_pushes.shown,
    groups.MilestoneRetitled: groups_pushes.shown,
    groups.MilestoneMoved: groups_pushes.shown,
    groups.MilestoneFinished: groups_pushes.shown,
    groups.MilestoneReopened: groups_pushes.shown,
    groups.MilestoneRemoved: groups_pushes.shown,
    groups.MilestoneRestored: groups_pushes.shown,
    groups.CalendarOpened: nothing,
    groups.CalendarClosed: nothing,
    jobs.JobAsked: jobs_pushes.advanced,
    jobs.JobAdvanced: jobs_pushes.advanced,
}

# What the log of a panel tells, and to whom; its sentences stand in templates/log/_act.html.
OWN = Untold("An account is somebody's own; a panel is told of seats.")
LETTERS = Untold("A letter is between Mesa and whom it is for.")
ASIDE = Untold("What a worker does is shown where it was asked for.")
TOLD: Tells = {
    identity.PersonRegistered: OWN,
    identity.ProfileChanged: OWN,
    identity.PictureSet: OWN,
    identity.PictureRemoved: OWN,
    identity.PasswordSet: OWN,
    identity.PasswordResetAsked: OWN,
    identity.PasswordReplaced: OWN,
    identity.AddressChangeAsked: OWN,
    identity.AddressChangeConfirmed: OWN,
    identity.AddressChanged: OWN,
    identity.AddressChangeStopped: OWN,
    identity.NewDeviceUsed: OWN,
    identity.SignedIn: OWN,
    identity.SignInsEnded: OWN,
    membership.PanelOpened: Told(of_panel),
    membership.OrganisationAdded: Told(of_panel),
    membership.OrganisationChanged: Told(of_panel),
    membership.GroupCreated: Told(of_group),
    membership.Invited: Told(of_house),
    membership.InvitationRevoked: Told(of_house),
    membership.InvitationResent: Told(of_house),
    membership.InvitationSeatsChanged: Told(of_house),
    membership.InvitationAccepted: Untold("It is told as the seat that was taken by it."),
    membership.SeatTaken: Told(of_panel),
    membership.RoleChanged: Told(of_panel),
    membership.SeatEnded: Told(of_panel),
    membership.SeatGivenBack: Told(of_panel),
    membership.GroupJoined: Told(of_group),
    membership.GroupLeft: Told(of_group),
    membership.GroupRenamed: Told(of_group),
    membership.GroupSeatChanged: Untold("It is told as the change of the seat."),
    membership.ContributorAdded: Told(of_group),
    membership.ContributorEnded: Told(of_group),
    discussion.ThreadStarted: Told(of_audience),
    discussion.ThreadClosed: Told(of_audience),
    discussion.ThreadReopened: Told(of_audience),
    discussion.ThreadPinned: Told(of_audience),
    discussion.ThreadUnpinned: Told(of_audience),
    discussion.BranchMoved: Told(of_audience),
    discussion.PostMoved: Untold("It is told with its branch."),
    discussion.PostPublished: Told(of_post),
    discussion.PostEdited: Told(of_audience),
    discussion.PostHidden: Told(of_audience),
    discussion.PostUnhidden: Told(of_audience),
    discussion.PostDeleted: Told(of_audience),
    documents.TextChanged: Told(of_text, at_most=timedelta(hours=12)),
    documents.VersionNamed: Told(of_document),
    papers.PaperStarted: Told(of_audience),
    papers.PaperRetitled: Told(of_audience),
    papers.StageChanged: Told(of_audience),
    papers.PaperCommented: Untold("It is told as the thread that was begun about the paper."),
    groups.MandateSet: Told(of_group),
    groups.MilestoneAdded: Told(of_group),
    groups.MilestoneRetitled: Told(of_group),
    groups.MilestoneMoved: Told(of_group),
    groups.MilestoneFinished: Told(of_group),
    groups.MilestoneReopened: Told(of_group),
    groups.MilestoneRemoved: Told(of_group),
    groups.MilestoneRestored: Told(of_group),
    groups.CalendarOpened: Untold("It is somebody's own address."),
    groups.CalendarClosed: Untold("It is somebody's own address."),
    mail.LetterPosted: LETTERS,
    mail.LetterTaken: LETTERS,
    mail.LetterGivenUp: LETTERS,
    jobs.JobAsked: ASIDE,
    jobs.JobAdvanced: ASIDE,
}

REACTIONS: dict[type[Fact], tuple[Callable[[Work, Fact], None], ...]] = {
    # in the same transaction: notices and search will stand here
    identity.NewDeviceUsed: (identity_notices.new_device,),
    mail.LetterPosted: (sending.asked,),
}

# What the journal can read again. A fact in a new version needs a line for its old one, too.
DECODER: dict[tuple[str, int], Callable[..., Fact]] = {
    (fact.kind, fact.version): fact for fact in PUSHES
}
