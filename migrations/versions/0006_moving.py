"""Branches move, and what moderators do can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up to it."""
    op.create_table(
        "moderation_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('hide', 'unhide', 'close', 'reopen', 'pin', 'unpin', 'move')",
            name=op.f("ck_moderation_act_kind_known"),
        ),
        sa.CheckConstraint(
            "(into_id IS NULL) = (kind <> 'move')",
            name=op.f("ck_moderation_act_moves_go_somewhere"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_moderation_act_by_id")),
        sa.ForeignKeyConstraint(["into_id"], ["thread.id"], name=op.f("fk_moderation_act_into_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_moderation_act_post_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_moderation_act_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_act")),
        sa.UniqueConstraint("by_id", "token", name=op.f("uq_moderation_act_by_id_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_act_public_id")),
    )
    op.create_index("ix_moderation_act_from", "moderation_act", ["thread_id", "at"])
    op.create_index("ix_moderation_act_into", "moderation_act", ["into_id", "at"])

    op.create_table(
        "moved_post",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("became", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["moderation_act.id"], name=op.f("fk_moved_post_act_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_moved_post_post_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_moved_post_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", "number", name=op.f("pk_moved_post")),
    )
    op.create_index(op.f("ix_moved_post_act_id"), "moved_post", ["act_id"])

    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_post_newest", "post", ["thread_id", "at"])


def downgrade() -> None:
    """Go back from it."""
    op.drop_index("ix_post_newest", "post")
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_column("gone_at")

    op.drop_index(op.f("ix_moved_post_act_id"), "moved_post")
    op.drop_table("moved_post")
    op.drop_index("ix_moderation_act_into", "moderation_act")
    op.drop_index("ix_moderation_act_from", "moderation_act")
    op.drop_table("moderation_act")
