"""Working groups have a mandate and milestones."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up to it."""
    op.create_table(
        "group_calendar",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_group_calendar_group_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_group_calendar_seat_id")),
        sa.PrimaryKeyConstraint("group_id", "seat_id", name=op.f("pk_group_calendar")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_group_calendar_token_hash")),
    )
    op.create_table(
        "group_mandate",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_group_mandate_by_id")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_group_mandate_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_group_mandate")),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("sent", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_milestone_by_id")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_milestone_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("by_id", "token", name=op.f("uq_milestone_by_id_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_milestone_public_id")),
    )
    op.create_index(op.f("ix_milestone_group_id"), "milestone", ["group_id"])
    op.create_table(
        "milestone_move",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_due", sa.Date(), nullable=False),
        sa.Column("to_due", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_milestone_move_by_id")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_move_milestone_id")
        ),
        sa.PrimaryKeyConstraint("milestone_id", "number", name=op.f("pk_milestone_move")),
    )


def downgrade() -> None:
    """Go back to what was before."""
    for table in ("milestone_move", "milestone", "group_mandate", "group_calendar"):
        op.drop_table(table)
