"""What belongs to what. Read this to learn what follows from any fact."""

from collections.abc import Callable

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
from panel.exports.jobs import EXPORT
from panel.exports.routes import bp as exports_bp
from panel.home.routes import bp as home_bp
from panel.identity import events as identity
from panel.identity import notices as identity_notices
from panel.identity.routes import bp as identity_bp
from panel.jobs import events as jobs
from panel.jobs import pushes as jobs_pushes
from panel.jobs.queries import doors as jobs_of
from panel.kernel.work import Fact, Work
from panel.live import sockets
from panel.live.pushing import Present, nothing
from panel.live.rooms import Rule
from panel.live.routes import bp as live_bp
from panel.mail import events as mail
from panel.mail.routes import bp as mail_bp
from panel.membership import events as membership
from panel.membership.queries import audiences_named
from panel.membership.routes import bp as membership_bp
from panel.papers import events as papers
from panel.papers import pushes as papers_pushes
from panel.papers.queries import comments as papers_comments
from panel.papers.queries.papers import audiences_about as about_of
from panel.papers.routes import bp as papers_bp
from panel.papers.routes.comments import address as paper_address
from panel.papers.routes.comments import came_of
from panel.sending import jobs as sending

BLUEPRINTS = (
    *(identity_bp, membership_bp, discussion_bp, papers_bp, exports_bp),
    *(live_bp, home_bp, mail_bp),
)
SOCKETS = (sockets.register, documents_sockets.register)

ROOMS: dict[str, Rule] = {  # whom a room is for; live.rooms asks the one rule about them
    "thread": audiences_of,
    "list": audiences_named,
    "document": documents_of,
    "papers": audiences_named,
    "about": about_of,
    "job": jobs_of,
}

ABOUT: dict[str, Kind] = {  # what threads can be about: its title, its address, the places in it
    "paper": Kind(papers_comments.title_of, paper_address, papers_comments.places_of),
}
AROUND = Around(ABOUT, about_of, came_of)  # what discussions are told of what stands above them
CITABLE: Citable = citing_refusal  # what documents are told of the posts that they cite

JOBS = {kind.name: kind for kind in (EXPORT, sending.LETTER)}  # what workers know how to do

# Every fact stands here; those that show nowhere, as nothing. What concerns a seat or a person is
# not shown but followed: its open tabs are asked again at every door (live.doors).
PUSHES: dict[type[Fact], Present] = {
    identity.PersonRegistered: nothing,
    identity.ProfileChanged: nothing,
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
    membership.GroupCreated: nothing,
    membership.Invited: nothing,
    membership.InvitationRevoked: nothing,
    membership.InvitationAccepted: nothing,
    membership.SeatTaken: nothing,
    membership.RoleChanged: nothing,
    membership.SeatEnded: nothing,
    membership.GroupJoined: nothing,
    membership.GroupLeft: nothing,
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
    documents.TextChanged: documents_pushes.updated,
    documents.VersionNamed: papers_pushes.named,
    papers.PaperStarted: papers_pushes.moved,
    papers.PaperRetitled: papers_pushes.moved,
    papers.StageChanged: papers_pushes.moved,
    papers.PaperCommented: papers_pushes.listed,
    jobs.JobAsked: jobs_pushes.advanced,
    jobs.JobAdvanced: jobs_pushes.advanced,
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
