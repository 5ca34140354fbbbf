"""Invitations by mail, of whole organisations, and who came by each."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
INVITATION = sa.table(
    "invitation",
    sa.column("id", sa.Integer()),
    sa.column("panel_id", sa.Integer()),
    sa.column("language", sa.String()),
    sa.column("created_at", WHEN),
    sa.column("sent_at", WHEN),
    sa.column("used_at", WHEN),
    sa.column("used_by_seat_id", sa.Integer()),
)
PANEL = sa.table("panel", sa.column("id", sa.Integer()), sa.column("language", sa.String()))
CAME = sa.table(
    "invitation_seat",
    sa.column("invitation_id", sa.Integer()),
    sa.column("seat_id", sa.Integer()),
    sa.column("at", WHEN),
)


def upgrade() -> None:
    """Go up to it."""
    op.create_table(
        "invitation_seat",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_seat_invitation_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_invitation_seat_seat_id")),
        sa.PrimaryKeyConstraint("invitation_id", "seat_id", name=op.f("pk_invitation_seat")),
    )
    op.create_index(op.f("ix_invitation_seat_seat_id"), "invitation_seat", ["seat_id"])
    op.create_table(
        "invitation_letter",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_letter_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_invitation_letter_letter_id")
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_invitation_letter")),
    )
    op.create_index(
        op.f("ix_invitation_letter_invitation_id"), "invitation_letter", ["invitation_id"]
    )
    used = sa.select(INVITATION.c.id, INVITATION.c.used_by_seat_id, INVITATION.c.used_at)
    op.execute(
        CAME.insert().from_select(
            ["invitation_id", "seat_id", "at"],
            used.where(INVITATION.c.used_by_seat_id.is_not(None)),
        )
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(
            sa.Column("address", sa.String(length=254), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("language", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("seats", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_at", WHEN, nullable=True))
    of_panel = sa.select(PANEL.c.language).where(PANEL.c.id == INVITATION.c.panel_id)
    op.execute(
        INVITATION.update().values(
            sent_at=INVITATION.c.created_at, language=of_panel.scalar_subquery()
        )
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.alter_column(
            "address", existing_type=sa.String(length=254), server_default=None, nullable=False
        )
        batch_op.alter_column("language", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("sent_at", existing_type=WHEN, nullable=False)
        batch_op.create_check_constraint(op.f("ck_invitation_seats_few"), "seats BETWEEN 1 AND 200")
        batch_op.drop_constraint(op.f("fk_invitation_used_by_seat_id"), type_="foreignkey")
        batch_op.drop_column("used_by_seat_id")
        batch_op.drop_column("used_at")


def downgrade() -> None:
    """Go back from it; of those who came for an organisation, only the first is remembered."""
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("used_at", WHEN, nullable=True))
        batch_op.add_column(sa.Column("used_by_seat_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_invitation_used_by_seat_id"), "seat", ["used_by_seat_id"], ["id"]
        )
        batch_op.drop_constraint(op.f("ck_invitation_seats_few"), type_="check")
    first = sa.select(CAME.c.seat_id).where(CAME.c.invitation_id == INVITATION.c.id)
    when = sa.select(sa.func.min(CAME.c.at)).where(CAME.c.invitation_id == INVITATION.c.id)
    op.execute(
        INVITATION.update().values(
            used_at=when.scalar_subquery(),
            used_by_seat_id=first.order_by(CAME.c.at).limit(1).scalar_subquery(),
        )
    )
    with op.batch_alter_table("invitation") as batch_op:
        for name in ("sent_at", "seats", "language", "address"):
            batch_op.drop_column(name)
    op.drop_table("invitation_letter")
    op.drop_table("invitation_seat")
